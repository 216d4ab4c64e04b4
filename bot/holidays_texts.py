"""What whoever imports a holiday table is told."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.dates.holiday_tables import HolidayTable
from handlers.dates.texts import day_words
from handlers.meetings.rules.station_days import StationDay
from handlers.people.rules.roster import Station

NO_JSON: Final = "不是 JSON 的一个对象，请照说明书“节假日”一节的样子写"
NO_LIST: Final = 'makeup_workdays：应当是一个列表，例如 ["2027-02-20"]；没有调休上班就写 []'
NO_DAYS: Final = "holidays：一天也没有。通知没公布以前不用导入"


def missing(key: str) -> str:
    return f"{key}：缺了这一项"


def unknown(key: str) -> str:
    return f"{key}：没有这一项，请删去"


def twice(what: str) -> str:
    return f"{what}：写了两遍，请删去一遍"


def no_object(key: str) -> str:
    return f"{key}：应当是花括号 {{ }} 括起来的一组"


def no_words(key: str) -> str:
    return f"{key}：应当是文字，不能空着"


def no_year(said: object) -> str:
    return f"year：应当是年份，例如 2027，不加引号（现在写的是 {said}）"


def no_day(key: str, said: object) -> str:
    return f'{key}：没有“{said}”这一天，请写成 "2027-10-01" 这样'


def other_year(day: date, year: int) -> str:
    return f"{day}：不是{year}年的日子，请核对年份"


def no_weekend(day: date) -> str:
    return f"makeup_workdays：{day}（{day_words(day)}）不是周末，不会是调休上班日"


def both(day: str) -> str:
    return f"{day}：又放假又调休上班，请去掉一处"


def no_festival(name: str) -> str:
    return f"holidays：没有{name}，请补上"


def no_such_festival(name: str) -> str:
    return f"holidays：没有“{name}”这个节日，请写元旦、春节、清明节、劳动节、端午节、中秋节、国庆节；两节相连的写“国庆节、中秋节”"


def not_its_day(name: str, day: date) -> str:
    return f"holidays：{day} 应当是{name}，请核对"


def refused(mistakes: Sequence[str]) -> str:
    """Say all that is wrong with a table."""
    return "\n".join((f"有 {len(mistakes)} 处要改，还没有导入：", *mistakes))


def imported(table: HolidayTable) -> str:
    """Say what was imported, and when it counts."""
    return (
        f"{table.year}年的节假日安排已导入：放假 {len(table.holidays)} 天，调休上班 {len(table.makeup_workdays)} 天。\n"
        f"依据：{table.notice.title}（{table.notice.number}，{table.notice.date}）\n"
        "小助手正在运行的，一分钟内按它重新推算；已经告诉过人的日子真变了，才再通知。"
    )


def moved(before: StationDay, station: Station, after: date | None) -> str:
    """Say that a reception day is on another day now, or not held."""
    point = station.point(before.reception.point)
    now = "不办了" if after is None else f"改到{day_words(after)}"
    return f"{station.name if point is None else point.name}：{day_words(before.day.date)}的接待{now}"


UNMOVED: Final = "接待日都不变。"
