"""What people read of matters that are handled together."""

from collections.abc import Sequence
from typing import Final

from handlers.message import Choice
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.showing import impersonal, shown
from handlers.words import Plain

CHOICES: Final = (
    Choice(digit=1, label="合在一起办", plain=Plain.SURE, also=("合", "合并", "合在一起", "一起办", "并")),
    Choice(digit=2, label="分开办", plain=Plain.NO, also=("分开", "单独办", "不合并", "不并")),
)
LISTED: Final = 5


def same_matter(parent: Petition, followers: Sequence[Petition]) -> str:
    """The question to staff whether some petitions are the same matter as an earlier one, in their voters' words."""
    told = {shown(one): one.tail for one in reversed(followers)}
    shortest = sorted(told.items(), key=lambda each: (len(each[0]), each[1]))
    return "\n".join(
        (
            f"{tails(followers)}像是和尾号 {parent.tail} 说的是一件事。",
            f"尾号 {parent.tail}：{shown(parent)}",
            *(f"尾号 {tail}：{words}" for words, tail in shortest[:LISTED]),
            *((f"等{len(followers)}件。",) if len(shortest) > LISTED else ()),
            "合在一起办回 1，分开办回 2。",
        )
    )


def tails(petitions: Sequence[Petition]) -> str:
    """Name petitions by their last digits, and count those that are too many to name."""
    named = f"尾号 {'、'.join(str(one.tail) for one in petitions[:LISTED])} "
    return named if len(petitions) <= LISTED else f"{named}等{len(petitions)}件"


def handled_alone(tail: int) -> str:
    return f"尾号 {tail} 要单独办，不能和别的并在一起。"


def merged_noted(parent: Petition, followers: Sequence[Petition], together: int) -> str:
    """Tell staff what was merged, and how to take it back."""
    return f"{tails(followers)}已并到尾号 {parent.tail}，一共{together}件。要分开发“拆”加尾号。"


def merged_for_deputy(parent: Petition, together: int) -> str:
    return f"尾号 {parent.tail} 又有乡亲反映，合在一起办，一共{together}件。"


def taken_off_deputy(petition: Petition, parent: Petition) -> str:
    return f"尾号 {petition.tail} 已并到尾号 {parent.tail} 一起办，您不用再管这一件。"


def merged(tail: int, others: int) -> str:
    """MSG-S10."""
    return f"尾号 {tail} 和另外{others}位乡亲说的是一件事，合在一起办，结果同样告诉您。"


def separate(tail: int) -> str:
    return f"尾号 {tail} 现在单独办，进展我单独告诉您。"


def separated_noted(petitions: Sequence[Petition]) -> str:
    return f"{tails(petitions)}分开办。"


def many(parent: Petition, count: int, hours: int) -> str:
    """MSG-G5, before anybody has merged them; the words for the group are a person's."""
    where = "" if parent.place is None or parent.place in parent.summary else parent.place
    return (
        f"{where}“{impersonal(parent.summary)}”{_within(hours)}内{count}位乡亲反映，都像是尾号 {parent.tail} 这件事。"
        f"可以先在群里说一句情况，也可以定作议题（发“议题”加题目）。"
    )


def _within(hours: int) -> str:
    return f"{hours}小时" if hours < 100 else f"{hours // 24}天"
