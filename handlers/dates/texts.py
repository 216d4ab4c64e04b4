"""Days and hours as they are said."""

from datetime import date, time


def month_day(day: date) -> str:
    """Return the date as it is said, without the year."""
    return f"{day.month}月{day.day}日"


def day_words(day: date) -> str:
    """Return the date as it is said, with its weekday."""
    # In one piece: bot/own_words.py takes what stands between two facts for the bot's own words.
    return f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


def clock_words(clock: time) -> str:
    """Return the time of day as it is said."""
    return _part_of_day(clock) + _hour_words(clock)


def hours_words(start: time, end: time) -> str:
    """Return from when to when, the part of the day said again only where it changes."""
    until = _hour_words(end) if _part_of_day(start) == _part_of_day(end) else clock_words(end)
    return f"{clock_words(start)}到{until}"


def _part_of_day(clock: time) -> str:
    if clock < time(12):
        return "上午"
    if clock < time(13):
        return "中午"
    return "下午" if clock < time(18) else "晚上"


def _hour_words(clock: time) -> str:
    hour = clock.hour if clock.hour <= 12 else clock.hour - 12
    minutes = {0: "", 30: "半"}.get(clock.minute, f"{clock.minute}分")
    return f"{hour}点{minutes}"
