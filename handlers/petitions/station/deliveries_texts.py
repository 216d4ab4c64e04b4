"""What staff read about messages on their way."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.petitions.texts import day
from handlers.ports import Delivery, Entry, Withheld

A_VOTER: Final = "选民"
A_GROUP: Final = "群"
STATES: Final[Mapping[Delivery, str]] = {
    Delivery.WAITING: "在排队",
    Delivery.SENDING: "正在发",
    Delivery.SENT: "已送到",
    Delivery.GIVEN_UP: "没送到",
    Delivery.FORGOTTEN: "内容已删",
}
WITHHELD: Final[Mapping[Withheld, str]] = {
    Withheld.LATE: "没发：过时了",
    Withheld.FENCE: "没发：群里已经够多",
    Withheld.SILENCE: "没发：春节期间不发",
    Withheld.FILTERED: "没发：里面有个人信息",
    Withheld.NOT_THEIRS: "没发：收的人已经不管这件事",
    Withheld.GONE: "没发：群没了，或我不在群里了",
}
"""What became of a message that the bot itself did not send."""
UNCERTAIN: Final = "不知道送到没有"


def undelivered(entries: Sequence[tuple[Entry, str]], *, waiting: int) -> str:
    """What did not arrive or was not sent, newest first, and how much waits."""
    queue = f"另有 {waiting} 条在排队。" if waiting else "没有在排队的。"
    if not entries:
        return f"消息都送到了。{queue}"
    return "\n".join(("没送到、没发的，再发一次发“重发”加序号：", *_lines(entries), queue))


def about(tail: int, entries: Sequence[tuple[Entry, str]]) -> str:
    """All that was said about one petition, oldest first."""
    if not entries:
        return f"尾号 {tail} 还没有发过消息。"
    return "\n".join((f"尾号 {tail} 的消息：", *_lines(entries)))


def _lines(entries: Sequence[tuple[Entry, str]]) -> Iterable[str]:
    for entry, whom in entries:
        at = entry.queued_at.astimezone(CHINA_TIME)
        yield f"序号 {entry.number} 给{whom}，{day(at)}{at:%H:%M}，{_became(entry)}"


def _became(entry: Entry) -> str:
    if entry.state is Delivery.GIVEN_UP and entry.withheld is None and entry.maybe_sent:
        return UNCERTAIN
    return STATES[entry.state] if entry.withheld is None else WITHHELD[entry.withheld]


def sent_again(number: int) -> str:
    return f"序号 {number} 已重新排队，再发一次。"


def nothing_to_repeat(number: int) -> str:
    return f"序号 {number} 不在没送到、没发的里面。发“送达”看有哪些。"
