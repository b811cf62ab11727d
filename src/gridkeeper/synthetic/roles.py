"""The roles a post can have in the demo district, and the skills a person may declare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Role:
    """One role: its key in code and its name in both languages."""

    key: str
    zh: str
    en: str


ROLES: Final[tuple[Role, ...]] = (
    Role("district_leader", "区级包联领导", "District leader"),
    Role("street_leader", "街镇包联领导", "Street or town leader"),
    Role("department_liaison", "部门联络员", "Department liaison"),
    Role("department_dispatcher", "部门调度员", "Department dispatcher"),
    Role("seconded", "下沉干部", "Seconded official"),
    Role("community_secretary", "社区党委书记", "Community secretary"),
    Role("community_deputy", "社区副书记", "Community deputy secretary"),
    Role("committee_cadre", "社区两委干部", "Committee cadre"),
    Role("community_desk", "社区值班岗", "Community desk"),
    Role("grid_worker", "网格员", "Grid worker"),
    Role("building_leader", "楼长", "Building leader"),
    Role("compound_branch_secretary", "小区党支部书记", "Compound branch secretary"),
    Role("property_manager", "物业负责人", "Property manager"),
    Role("volunteer", "志愿者", "Volunteer"),
    Role("volunteer_team_leader", "志愿服务队队长", "Volunteer team leader"),
    Role("new_employment_team_leader", "新就业群体服务队队长", "New-employment team leader"),
    Role("doctor", "医生", "Doctor"),
    Role("sampler", "采样员", "Sampler"),
    Role("district_duty", "区值班员", "District duty officer"),
    Role("street_duty", "街镇值班员", "Street duty officer"),
    Role("inspector", "督查员", "Inspector"),
    Role("discipline_officer", "纪检专员", "Discipline officer"),
    Role("data_protection_officer", "个人信息保护专员", "Data-protection officer"),
    Role("auditor", "审计员", "Auditor"),
    Role("administrator", "系统管理员", "Administrator"),
)

# Bit i of People.skills is SKILLS[i].
SKILLS: Final[tuple[Role, ...]] = (
    Role("driving", "驾驶", "Driving"),
    Role("medical", "医护", "Medical care"),
    Role("counselling", "心理疏导", "Psychosocial support"),
    Role("delivery", "配送", "Delivery"),
    Role("electrical", "水电维修", "Electrical and plumbing repair"),
    Role("sign_language", "手语", "Sign language"),
    Role("cooking", "炊事", "Cooking"),
    Role("computing", "信息技术", "Computing"),
)
