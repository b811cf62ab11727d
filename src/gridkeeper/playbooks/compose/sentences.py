"""The sentences of shortfalls and clashes in both languages: they hold the playbook's own words, which have both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gridkeeper.kernel.filling import filled


@dataclass(frozen=True)
class Sentence:
    """What is the matter and how to mend it; {name} is what it is about."""

    zh: str
    en: str
    mend_zh: str
    mend_en: str

    def filled(self, *, zh: str, en: str, **facts: object) -> dict[str, str]:
        """The four texts with their facts; a missing English name falls back to the Chinese one."""
        return {
            "zh": filled(self.zh, {"name": zh, **facts}),
            "en": filled(self.en, {"name": en or zh, **facts}),
            "mend_zh": filled(self.mend_zh, {"name": zh, **facts}),
            "mend_en": filled(self.mend_en, {"name": en or zh, **facts}),
        }


SENTENCES: Final[dict[str, Sentence]] = {
    "team-without-leader": Sentence(
        "{name}没有合格的组长：只有{roles}可以担任。",
        "{name} has no leader: only a holder of {roles_en} may lead it.",
        "请任命一名符合条件的干部，或由社区指定后重新预览。",
        "Appoint somebody to one of these posts, or name one who holds it, then preview again.",
    ),
    "team-too-small": Sentence(
        "{name}需要{need}人，现有{have}人，还差{short}人。",
        "{name} needs {need} {need:person|people} and has {have}: {short} short.",
        "可以发起志愿者招募，请街道增派下沉干部，或与相邻小区合组。",
        "Call for volunteers, ask the street for seconded officials, or share a team with the next compound.",
    ),
    "nobody-to-pair": Sentence(
        "{name}：{place}没有可以包联的人，{need}处无人包联。",
        "{name}: nobody in {place_en} can take it on; places that stay without: {need}.",
        "请先在{place}任命相应岗位，或放宽包联范围。",
        "Appoint somebody to such a post in {place_en}, or let people from a wider area in.",
    ),
    "unit-without-keeper": Sentence(
        "{name}：{need}个单元没有负责人，其中有{first}。",
        "{name}: {need} have nobody who answers for them; one is {first_en}.",
        "请逐一任命负责人，或先补齐小组组长和网格员。",
        "Appoint somebody to each, or fill the posts of those who would answer for it first.",
    ),
    "buildings-in-no-unit": Sentence(
        "{name}：{need}栋楼不在任何可划分的范围内，没有划入。",
        "{name}: {need} {need:building lies|buildings lie} in none of the areas it goes by and were left out.",
        "请先在辖区里给这些楼补上所属范围。",
        "Say in the territory where these buildings belong first.",
    ),
    "named-outside": Sentence(
        "{name}共{need}个岗位，由{by}指定人员，目前空缺。",
        "{name}: {need} {need:seat whose holder is|seats whose holders are} named by {by_en}; vacant now.",
        "请{by}提供名单后逐一任命。",
        "Ask {by_en} for the names and appoint them.",
    ),
    "certificate-ended": Sentence(
        "{name}：{count}名{role}的证书已过期（最早 {first} 到期），没有编入。",
        "{name}: the certificates of {count} of {role_en} have run out (the first on {first}); they were left out.",
        "请续证后在人员页填上新的有效期，再预览一次。",
        "Enter the renewed certificates on their pages and preview again.",
    ),
    "shifts-not-covered": Sentence(
        "{name}共需{need}人次值守，只能安排{have}人次：其余会违反休息规定。",
        "{name} needs {need} {need:duty|duties} and only {have} can be given: more would break "
        "the rest people must have.",
        "请增加值守人员，或减少同时开放的点位。",
        "Add people to the duty team, or keep fewer places open at once.",
    ),
    "leader-without-basis": Sentence(
        "指定的{name}组长不符合条件：只有{roles}可以担任，未予采用。",
        "The person named to lead {name} may not: only a holder of {roles_en} may. The choice was refused.",
        "请另选符合条件的人，或先任命其担任相应岗位。",
        "Choose somebody who holds one of these posts, or appoint them to one first.",
    ),
    "leader-in-two-teams": Sentence(
        "指定的{name}组长已经带领另一个小组，未予采用。",
        "The person named to lead {name} leads another team already. The choice was refused.",
        "请另选一人，或先免去另一处的组长。",
        "Choose somebody else, or release them from the other team first.",
    ),
    "leader-on-duty": Sentence(
        "{name}的一名候选组长此时正在别处值守，改由其他人担任。",
        "Somebody who could lead {name} is on duty elsewhere at that time; another person was chosen.",
        "如需由其担任，请先调整其值守。",
        "Move their duty first, if they are to lead it.",
    ),
    "duty-elsewhere": Sentence(
        "{name}有{times}次值守因人员已在别处值守而未排给本人。",
        "{name}: {times} {times:duty was|duties were} not offered to people who are on duty elsewhere at that time.",
        "请核对别处的值守安排。",
        "Look at the duties they accepted elsewhere.",
    ),
}
