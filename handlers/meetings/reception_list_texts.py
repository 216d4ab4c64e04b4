"""What the head reads of who receives, before voters do, and what those hear who did not answer (domain §5.6)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import month_day
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.naming import called
from handlers.meetings.texts import fallback_of, offices_to_tell, place_of
from handlers.message import Choice
from handlers.people.rules.roster import Deputy

CHOICES: Final = (
    Choice(digit=1, label="照名单公告", also=("照名单", "就这样")),
    Choice(digit=2, label="请别人", also=("换人", "另请人")),
    Choice(digit=3, label="再问一遍", also=("再问问", "再问")),
)


def who_comes(days: Sequence[Held], told: date, today: date) -> str:
    """Tell who comes, who does not and who has not answered, before voters are *told*, and what the head can do."""
    when = "今天上午" if told == today else month_day(told)
    lines = [line for day in days for line in _list(day, when)]
    if any(day.silent for day in days):
        lines.append("没答复的，照名单公告回 1，请别人回 2，再问一遍回 3。不回就照名单公告。")
    else:
        lines.extend([example for day in days for example in _how_to_change(day)][:1])
    return "\n".join(lines)


def _list(day: Held, when: str) -> Iterator[str]:
    yield f"{month_day(day.date)}{place_of(day.planned, day.station)}的接待{when}公告，名单："
    coming = tuple(one for one in day.deputies if one not in day.silent)
    for label, deputies in (("能来", coming), ("没答复", day.silent), ("来不了", day.declined)):
        if deputies:
            yield f"{label}：{_names(deputies, day)}"
    if day.kept.offices:
        yield offices_to_tell(day)
    if day.missing > len(day.asked_to_step_in):
        yield f"没有别的代表可请，由{fallback_of(day)}{'补上' if day.deputies else '接待'}。"


def _how_to_change(day: Held) -> Iterator[str]:
    known = {one.person for one in day.kept.deputies}
    other = next((one for one in day.station.deputies if one.person not in known), None)
    if day.deputies and other is not None:
        yield f"要换人发，例如：换班 {month_day(day.date)} {day.deputies[0].name} {other.name}"


LEFT: Final = "好的，照名单公告。"
ALL_ANSWERED: Final = "现在都答复了，照名单公告。"
TOO_LATE: Final = "这次接待已经开始、过去或者取消了，名单不改了。"


def asked_others(before: Held, now: Held) -> str:
    """Tell the head who is asked in the place of those who are silent."""
    asked = tuple(one for one in now.asked_to_step_in if one not in before.asked_to_step_in)
    if asked:
        return f"好的，请{_names(asked, now)}代表顶上，答应了我把新海报发给您。"
    if now.missing:
        return f"好的，没有别的代表可请了，由{fallback_of(now)}{'补上' if now.deputies else '接待'}。"
    return f"好的，不等{_names(before.silent, before)}代表了，其余的代表够了。"


def asked_again(days: Sequence[Held]) -> str:
    return f"好的，又问了一遍：{'、'.join(_names(day.silent, day) for day in days)}。"


def not_waited_for(deputy: Deputy, day: Held) -> str:
    """Tell a deputy who did not answer that others are asked."""
    return (
        f"{deputy.surname}代表，{month_day(day.date)}的接待没等到您的答复，站里先请别的代表了。"
        f"您能来的话，请打 {day.station.phone}。"
    )


def _names(deputies: Iterable[Deputy], day: Held) -> str:
    return "、".join(called(one, day.station.deputies) for one in deputies)
