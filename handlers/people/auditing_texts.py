"""What people read who look at the trail."""

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.people.rules.roster import Limits
from handlers.petitions.rules.petition import Action
from handlers.petitions.texts import DEEDS
from handlers.ports import AuditLine

ROLES: Final = {"bot": "小助手", "voter": "选民", "command": "管理员"}
EVENTS: Final[Mapping[str, str]] = {
    **{action.value: deed for action, deed in DEEDS.items()},
    Action.REGISTER: "登记",
    Action.SUPPLY: "补充",
    Action.RESUME: "接着办",
    Action.SURVEY: "请评价",
    Action.ARCHIVE: "归档",
    Action.MERGE: "并案",
    Action.ALARM: "报警",
    Action.TAKE_PRIVATE: "转人工",
    "consent": "答复是否留名",
    "sharing": "答复敏感内容给谁看",
    "withdraw_consent": "撤回同意",
    "classify": "分类",
    "lift": "转建议",
    "co_sign": "答复是否附议",
    "check_form": "审核登记表",
    "export": "导出登记表",
    "rate_letter": "评价答复函",
    "keep_from": "回避",
    "pick_up_code": "给取件码",
    "picked_up": "凭码取件",
    "send_again": "重发",
    "blocked": "拦下一条消息",
    "erase_words": "到期删原话",
    "anonymise": "到期匿名",
    "audit": "查看审计",
    "ask_export": "代选民要一份",
    "ask_erase": "代选民要求删除",
    "agree": "同意",
    "disagree": "不同意",
}

ERASED: Final[Mapping[str, str]] = {
    "messages": "收到的原话",
    "outbox": "发出的消息",
    "questions": "没回的问题",
    "corrections": "给识别用的原话",
    "views": "议事的看法",
    "contacts": "联系方式",
}
"""What each kind is called that the nights erase."""


def trail(tail: int, lines: Sequence[tuple[AuditLine, str | None]]) -> str:
    """Show the lines of one petition, oldest first; a voter has no name here."""
    shown = (f"{line.at.astimezone(CHINA_TIME):%m-%d %H:%M} {_who(line, name)} {_what(line)}" for line, name in lines)
    return "\n".join((f"尾号 {tail} 的记录：", *shown))


def _who(line: AuditLine, name: str | None) -> str:
    return name or ROLES.get(line.role, ROLES["voter"])


def _what(line: AuditLine) -> str:
    return EVENTS.get(line.event, line.event)


def erased(counts: Mapping[str, int], limits: Limits, days: int) -> str:
    """Show how much the nights have erased by which rule, never what."""
    words = f"{limits.raw_text_days}天"
    periods = dict.fromkeys(ERASED, words) | {"contacts": f"{limits.contact_years}年"}
    lines = (f"{ERASED[kind]}（{periods[kind]}）：{count}" for kind, count in counts.items() if count)
    return "\n".join((f"近{days}天到期删除的：", *(list(lines) or ["没有到期的。"])))
