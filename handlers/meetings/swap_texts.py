"""What people read of leave and swaps between deputies (domain §6.3, MSG-J3)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import day_words, month_day
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.naming import called
from handlers.meetings.texts import hours_of, place_of
from handlers.message import Choice
from handlers.people.rules.roster import Deputy, Station
from handlers.words import Plain

CHOICES: Final = (
    Choice(digit=1, label="行", plain=Plain.YES),
    Choice(digit=2, label="不行", plain=Plain.NO_THANKS, also=("换不了",)),
)


def _which(day: Held) -> str:
    return f"{day_words(day.date)}{hours_of(day.planned)}{place_of(day.planned, day.station)}"


def on_leave(day: Held, then: str) -> str:
    """Confirm a leave and say what follows from it."""
    return f"{month_day(day.date)}{place_of(day.planned, day.station)}的接待给您请假。{then}"


def not_receiving(name: str, day: date, duties: Sequence[date]) -> str:
    """Say that there is no duty that day, and when there is."""
    then = f"接下来是{'、'.join(map(month_day, duties))}。" if duties else "接下来一年都没有。"
    return f"{month_day(day)}没有安排{name}代表接待，{then}"


def asked(person: Deputy, by: Deputy, give: Held, take: Held | None) -> str:
    """Ask a deputy to take over a day, or to swap it for one of the deputy's own."""
    if take is None:
        return f"{person.surname}代表，{by.name}代表{_which(give)}的接待来不了，想请您替一次。行回 1，不行回 2。"
    return f"{person.surname}代表，{by.name}代表想和您换班：您去{_which(give)}，他去{_which(take)}。行回 1，不行回 2。"


def passed_on(person: Deputy) -> str:
    return f"好的，我问{person.name}代表，答复了告诉您。没答应以前，这一次还是您。"


def agreed(person: Deputy, give: Held, take: Held | None) -> str:
    """Tell whoever asked that the other agreed."""
    yours = f"，您改为{_which(take)}" if take is not None else ""
    return f"{person.name}代表答应了，替您{_which(give)}的接待{yours}。"


def yours_now(give: Held, take: Held | None) -> str:
    """Confirm to whoever agreed."""
    off = "" if take is None else f"，{month_day(take.date)}的不用来了"
    return f"好的，您的接待是{_which(give)}{off}。谢谢您。"


def refused(person: Deputy, give: Held) -> str:
    """Tell whoever asked that the other cannot."""
    day = month_day(give.date)
    return f"{person.name}代表不方便，{day}的接待还是您。实在来不了，发“请假 {day}”，我另找人。"


NOT_SWAPPED: Final = "好的，不换，我告诉他。"
CANNOT_ANY_MORE: Final = "这次换班已经办不成了：接待过去了、取消了，或者人已经另定。谢谢您。"


def swapped(one: Deputy, other: Deputy, give: Held, take: Held | None) -> str:
    """Tell staff who receives now."""
    if take is None:
        return f"{_which(give)}的接待：{one.name}代表改为{other.name}代表。"
    return f"换班：{_which(give)}的接待由{other.name}代表来，{_which(take)}的由{one.name}代表来。"


def set_by_staff(person: Deputy, give: Held) -> str:
    """Tell a deputy that staff put him on a day."""
    return f"{person.surname}代表，站里安排您参加{_which(give)}的接待。来不了请发“请假 {month_day(give.date)}”。"


def taken_off(person: Deputy, give: Held) -> str:
    return f"{person.surname}代表，{_which(give)}的接待站里另有安排，您不用来了。"


def which_deputies(station: Station, own: bool) -> str:
    """Say whom to name."""
    listed = "、".join(called(one, station.deputies) for one in station.deputies)
    who = "和谁换" if own else "谁换成谁"
    return f"请写明{who}，写全名。代表有：{listed}。"


def receives_already(person: Deputy, days: Iterable[Held]) -> str:
    """Say why a deputy cannot take a day over."""
    return f"{person.name}代表那个时间已经有接待：{'、'.join(map(_which, days))}。请换一位。"
