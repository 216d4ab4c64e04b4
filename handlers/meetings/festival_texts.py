"""What the head reads of receptions that fall on a festival's own days (domain §7.3)."""

from datetime import date
from typing import Final

from handlers.dates.texts import day_words, month_day
from handlers.dates.words import SPRING_FESTIVAL
from handlers.meetings.reception_day import Held
from handlers.meetings.texts import place_of
from handlers.message import Choice

CHOICES: Final = (
    Choice(digit=1, label="照常办", also=("照常", "照办", "照常接待", "照旧")),
    Choice(digit=2, label="改日子", also=("改", "改期", "往后改")),
    Choice(digit=3, label="不办", also=("不办了", "取消", "停一次")),
)
KEPT: Final = "站里照常安排"
SETTLED: Final = "这次接待已经改了日子、取消了或者过去了，不用再定。"
SILENCE: Final = "除夕到初三群里不发消息，公告会在除夕以前发。"


def what_of(day: Held, festival: str, first_workday: date) -> str:
    """Ask what becomes of the reception of a festival's day, and say what happens without an answer."""
    known = SILENCE if festival == SPRING_FESTIVAL else f"{day.date.year}年的放假安排还没有公布。"
    return (
        f"{day_words(day.date)}{place_of(day.planned, day.station)}的接待正逢{festival}。{known}\n"
        f"照常办回 1，改到{day_words(first_workday)}回 2，不办回 3。不回就照常办。"
    )


def kept(day: Held, festival: str) -> str:
    return f"好的，{month_day(day.date)}照常接待。{SILENCE if festival == SPRING_FESTIVAL else ''}"


def moved(before: date, now: Held, groups: int) -> str:
    return f"好的，{month_day(before)}的接待改到{day_words(now.date)}，{_told(groups)}"


def called_off(day: date, groups: int) -> str:
    return f"好的，{month_day(day)}的接待不办了，{_told(groups)}"


def reason(festival: str) -> str:
    """Return why a reception is moved or called off, to be put after “因”."""
    return f"{festival}放假"


def _told(groups: int) -> str:
    return f"{groups}个群和接待代表由我通知。" if groups else "还没有公告过，到时候按新安排公告。"
