"""What people read of a call that was promised, or of what was to be arranged (domain §0.1-12, §5.9 MSG-G7)."""

from collections.abc import Sequence
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.dates.texts import month_day
from handlers.petitions.rules.petition import Petition

A_CALL: Final = "找人工"


def mediation(tail: int) -> str:
    """What was promised to who wants a deputy at the mediation."""
    return f"尾号 {tail} 请代表一起调解"


def passing_on(tail: int) -> str:
    """What was promised to who wants a matter brought to the deputies of another place."""
    return f"尾号 {tail} 转给外地的代表"


def and_when_done(owed: Petition) -> str:
    """Tell staff how to say that it is done; after what they have to do."""
    return f"联系了发“已联系 {owed.tail}”，后面可以加要告诉选民的话。"


def line(owed: Petition, who: str) -> str:
    """One promise, for a list."""
    at = (owed.due or owed.registered_at).astimezone(CHINA_TIME)
    since = month_day(owed.registered_at.astimezone(CHINA_TIME).date())
    whom = f"，{who}" if who else ""
    return f"{owed.tail} {owed.summary}{whom}：{since}说的，{month_day(at.date())}{at:%H:%M}前要联系，办了发“已联系 {owed.tail}”"


def overdue(owed: Petition, who: str) -> str:
    return f"说好要联系的还没有人联系：{line(owed, who)}"


def not_called(lines: Sequence[str]) -> str:
    return "\n".join((f"【说好要联系的】{len(lines)}件过了时间：", *lines))


def to_do(lines: Sequence[str]) -> str:
    return "\n".join((f"说好要联系的 {len(lines)} 件：", *lines))


def late(owed: Petition, phone: str) -> str:
    """To the voter: nobody said that it was done in time."""
    return f"您{_asked(owed)}，说好的时间过了，我又催了工作人员。着急请打 {phone}，已经联系过的不用管。"


def done(owed: Petition, words: str) -> str:
    """To the voter: what staff have to say, or that they say it is done."""
    if words:
        return f"您{_asked(owed)}，工作人员说：{words}"
    return f"您{_asked(owed)}，工作人员说已经联系过了。要是还没有，请发“人工”。"


def done_noted(number: int) -> str:
    return f"{number} 号记下了，已告诉选民。"


def no_such(number: int) -> str:
    return f"没有 {number} 号要联系的人。还要联系谁，发“待办”看。"


def _asked(owed: Petition) -> str:
    return "要找人说话" if owed.summary == A_CALL else f"说的{owed.summary}"
