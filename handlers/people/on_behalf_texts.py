"""What staff read about a voter's rights that are exercised through them."""

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.message import Choice
from handlers.words import Plain

AGREE_CHOICES: Final = (Choice(digit=1, label="同意", plain=Plain.YES), Choice(digit=2, label="不同意", plain=Plain.NO))
NOBODY_KNOWN: Final = "这件事没有记着是谁说的，没有可拿走、可删除的个人信息。"
NOBODY_TO_AGREE: Final = "这一步要两个人：站里没有另一位工作人员或站长能同意。请和县里联系。"
DEEDS: Final[Mapping[str, str]] = {"export": "拿走一份自己的信息", "erase": "删掉自己的信息"}


def ask_to_agree(tail: int, asker: str, deed: str, complaints: Sequence[int]) -> str:
    """Ask for the second person's word; *complaints* are the voter's matters about people of the station."""
    named = "、".join(map(str, complaints))
    warning = f"这位选民的尾号 {named} 对站里的人有意见，请您直接向本人核实。" if complaints else ""
    return f"{asker}说尾号 {tail} 的选民本人要求{DEEDS[deed]}。{warning}核实过了，同意回 1；不同意回 2。"


def asked(tail: int) -> str:
    return f"尾号 {tail} 已请另一位同意，定了告诉您。"


def done(tail: int, deed: str) -> str:
    return f"尾号 {tail} 的选民要求{DEEDS[deed]}，已经办了。"


def not_agreed(tail: int) -> str:
    return f"尾号 {tail} 没有同意，什么都没动。"
