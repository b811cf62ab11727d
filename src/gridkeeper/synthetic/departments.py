"""Names of the 57 district departments, in the usual form of a Chinese district; titles only, no people."""

from __future__ import annotations

from typing import Final

_LIST: Final = """
区委办公室|District Party Office
区人大办公室|People's Congress Office
区政府办公室|District Government Office
区政协办公室|Consultative Conference Office
区纪委监委机关|Discipline and Supervision Commission
区委组织部|Organisation Department
区委宣传部|Publicity Department
区委统战部|United Front Department
区委政法委|Political and Legal Commission
区委编办|Staffing Office
区直机关工委|Organs Working Committee
区委巡察办|Inspection Office
区委党校|Party School
区委老干部局|Veteran Cadres Bureau
区档案馆|Archives
区信访局|Petitions Bureau
区总工会|Federation of Trade Unions
团区委|Youth League Committee
区妇联|Women's Federation
区工商联|Federation of Industry and Commerce
区科协|Science Association
区文联|Literary Federation
区残联|Disabled Persons' Federation
区红十字会|Red Cross Society
区发展和改革局|Development and Reform Bureau
区教育局|Education Bureau
区工业和信息化局|Industry and Information Bureau
区科技局|Science and Technology Bureau
区民族宗教局|Ethnic and Religious Affairs Bureau
公安分局|Public Security Branch
区民政局|Civil Affairs Bureau
区司法局|Justice Bureau
区财政局|Finance Bureau
区人力资源和社会保障局|Human Resources and Social Security Bureau
区自然资源分局|Natural Resources Branch
区生态环境分局|Ecology and Environment Branch
区住房和城乡建设局|Housing and Construction Bureau
区城乡管理局|Urban Management Bureau
区交通运输局|Transport Bureau
区农业农村局|Agriculture and Rural Affairs Bureau
区水务局|Water Bureau
区商务局|Commerce Bureau
区文化和旅游局|Culture and Tourism Bureau
区卫健体育局|Health and Sports Bureau
区退役军人事务局|Veterans Affairs Bureau
区应急管理局|Emergency Management Bureau
区审计局|Audit Bureau
区市场监督管理局|Market Regulation Bureau
区统计局|Statistics Bureau
区医疗保障局|Medical Insurance Bureau
区行政审批服务管理局|Administrative Services Bureau
区能源局|Energy Bureau
区机关事务服务中心|Office Services Centre
区房产服务中心|Housing Services Centre
区园林服务中心|Parks Services Centre
区税务局|Tax Bureau
区消防救援大队|Fire and Rescue Brigade
"""

DEPARTMENTS: Final[tuple[tuple[str, str], ...]] = tuple(
    (zh, en) for zh, en in (line.split("|") for line in _LIST.strip().splitlines())
)
