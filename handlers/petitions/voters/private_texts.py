"""What people read of a matter that is for a person alone (domain §8.7)."""

from collections.abc import Mapping
from typing import Final

from handlers.intake.rules.delicate import Delicate
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.showing import shown

IN_GROUP: Final = "工作人员马上联系您。"

KINDS: Final[Mapping[Delicate, str]] = {
    Delicate.VIOLENCE: "家庭暴力、虐待",
    Delicate.SEXUAL: "性侵害、骚扰",
    Delicate.MENTAL: "精神危机",
    Delicate.DISEASE: "传染病",
    Delicate.FRICTION: "民族、宗教",
    Delicate.GATHERING: "聚集、集体访",
    Delicate.THREAT: "威胁",
    Delicate.ELECTION: "选举、罢免",
    Delicate.SECRET: "军事、边境、涉密",
    Delicate.RUMOUR: "未经核实的传言",
    Delicate.OUTSIDERS: "媒体、律师询问",
    Delicate.LAND: "多户征地拆迁",
    Delicate.ARREARS: "多人欠薪",
    Delicate.LEAK: "个人信息泄露",
    Delicate.MINOR: "未成年人单独留言",
}


def wants_it_private(petition: Petition, who: str, when: str) -> str:
    """Have a person go on with what its voter would rather not tell a bot."""
    return (
        f"【请人工联系】有乡亲（{who}）想私下说尾号 {petition.tail}：{shown(petition)}\n"
        f"请在{when}联系。要登记办理，发“派 {petition.tail} 姓名”。"
    )


def for_a_person(petition: Petition, kind: Delicate, who: str, group: str | None, when: str) -> str:
    """Have a person see to it at once; of what a child says alone nothing was kept."""
    words = f"：{shown(petition)}" if petition.summary else "。原话没有保存，请联系监护人"
    return (
        f"【请人工联系】{group or '私聊'} 有人（{who}）反映（{KINDS[kind]}）{words}\n"
        f"尾号 {petition.tail}。我只说了工作人员会在{when}联系，别的没有说。要登记办理，发“派 {petition.tail} 姓名”。"
    )
