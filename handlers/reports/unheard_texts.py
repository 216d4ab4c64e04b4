"""What staff read in the morning of those who have heard nothing for too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handlers.dates.china_time import day_of
from handlers.petitions.pressing_texts import missing, next_step
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.silence import last_word
from handlers.petitions.texts import stage
from handlers.reports.texts import Matter


class Way(StrEnum):
    """Whether a voter can be spoken to in private, and if not, why."""

    OPEN = "open"
    NO_ACCOUNT = "no_account"
    NO_PRIVATE_TALK = "no_private_talk"
    NOT_DELIVERED = "not_delivered"


WAYS: Final[Mapping[Way, str]] = {
    Way.NO_ACCOUNT: "没有账号",
    Way.NO_PRIVATE_TALK: "没有私聊",
    Way.NOT_DELIVERED: "消息没送到",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A matter whose voter waits for a word, and whether one would arrive."""

    matter: Matter
    way: Way


def unheard(matters: Sequence[Unheard], count: int, now: datetime) -> str:
    """List the matters, longest silence first, each with what to do."""
    longest = days_silent(matters[0].matter.petition, now)
    lines = [f"【该回话了】{count}件，最久{longest}天没给乡亲消息", *(_line(one, now) for one in matters)]
    if count > len(matters):
        lines.append(f"还有{count - len(matters)}件。")
    return "\n".join((*lines, "看哪件回前面的数字。"))


def days_silent(petition: Petition, now: datetime) -> int:
    """Return for how many days its voter has heard nothing."""
    return (day_of(now) - day_of(last_word(petition))).days


def _line(one: Unheard, now: datetime) -> str:
    petition = one.matter.petition
    silent = f"{one.matter.digit} {one.matter.words}（尾号 {petition.tail}）：{days_silent(petition, now)}天没消息"
    if one.way is Way.OPEN:
        return f"{silent}，现在到“{stage(petition)}”，{missing(petition)}。{next_step(petition)}"
    return f"{silent}，联系不上（{WAYS[one.way]}）。请打电话或上门说，说完发“告知 {petition.tail}”"
