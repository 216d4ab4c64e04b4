"""What somebody reads who asked for a copy of everything."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.message import Account
from handlers.people.rules.voters import Contact, Voter
from handlers.people.texts import CONSENTS
from handlers.petitions.rules.petition import Petition, Sharing
from handlers.petitions.texts import RATINGS, SOME_UNIT, STAGES
from handlers.ports import AuditLine, Kept

SHARED: Final = {
    Sharing.ORDINARY: "",
    Sharing.UNASKED: "敏感内容：只给工作人员看",
    Sharing.REFUSED: "敏感内容：只给工作人员看",
    Sharing.AGREED: "敏感内容：您同意给代表和办理单位看",
}


YOURS: Final = "我这里记着的您的全部信息"
HAND_OVER: Final = "一位选民要拿走一份自己的信息，站里有人不便看，请您转交本人"


def part(heading: str, text: str, number: int, count: int) -> str:
    """Head a part of the copy."""
    return f"{heading}（{number}/{count}）\n{text}"


def contact(voter: Voter, contact: Contact, accounts: Sequence[Account]) -> str:
    agreed = "" if voter.consent_at is None else f"，{_moment(voter.consent_at)}，隐私说明第{voter.notice}版"
    return "\n".join(
        (
            f"称呼：{contact.name or '没有留'}",
            f"电话：{contact.phone or '没有留'}",
            f"同意情况：{CONSENTS[voter.consent]}{agreed}",
            *(f"账号：{one.platform} {one.user}" for one in accounts),
        )
    )


def petition(petition: Petition) -> str:
    stage = STAGES[petition.state].format(unit=petition.unit or SOME_UNIT)
    facts = (
        f"编号 {petition.id}，{_moment(petition.registered_at)}登记，现在：{stage}",
        f"您的原话：{petition.text}" if petition.text else "",
        f"地点：{petition.place}" if petition.place else "",
        f"时间：{petition.since}" if petition.since else "",
        *(f"{_moment(one.at)}补充：{one.text}" for one in petition.supplements if one.by == petition.voter),
        f"照片：{len(petition.attachments)} 张" if petition.attachments else "",
        f"答复：{petition.answer}" if petition.answer else "",
        f"您的评价：{RATINGS[petition.rating]}" if petition.rating else "",
        SHARED[petition.sharing],
        *(
            f"{_moment(step.at)}：{STAGES[step.state].format(unit=petition.unit or SOME_UNIT)}"
            for step in petition.history
        ),
    )
    return "\n".join(filter(None, facts))


def view(topic: str, at: datetime, text: str) -> str:
    return f"{_moment(at)}您对“{topic}”的看法：{text}"


def words(kept: Kept) -> str:
    return f"{_moment(kept.received_at)}您说：{kept.heard.text}"


def reading(line: AuditLine) -> str:
    who = READERS.get(line.role, "工作人员")
    return f"{_moment(line.at)}{who}看过您的联系方式"


READERS: Final = {"bot": "小助手转给值班人员", "deputy": "您的代表", "head": "站长"}


def _moment(at: datetime) -> str:
    return f"{at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M} "
