"""The roster as a sheet: written, changed as a clerk would, read back; every mistake told with its cell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot import cli
from bot.documents.xlsx import NoSheet
from bot.roster_file import NoReceptions, ReadIn, exported, read_in
from handlers.dates.china_time import moment
from handlers.meetings.roster import days_of, make
from handlers.meetings.roster_sheet import BadSheet
from handlers.people.rules.roster import Deputy, DeputyLevel, PersonId, Roster, Station
from handlers.ports import Storage
from tests.bot.config.example import EXAMPLE
from tests.support.memory import MemoryStorage
from tests.support.township import BOUND, STATION

NOW: Final = moment(date(2026, 12, 1), time(9))
YEAR: Final = 2027
FIRST: Final = 4  # the first row below title, note and headings
DATE, PLACE, DEPUTIES, RESERVES, OFFICES, RECORDER = "A", "D", "F", "G", "H", "I"


async def a_year(station: Station = STATION) -> Storage:
    """Return a storage in which the year's roster was made."""
    storage = MemoryStorage(Roster([station]), bound=BOUND)
    async with storage.begin() as work:
        await make(station, YEAR, NOW, work)
    return storage


async def changed(storage: Storage, change: Callable[[Worksheet], None], station: Station = STATION) -> bytes:
    """Return the year's sheet as it is after a clerk's *change*."""
    book = openpyxl.load_workbook(BytesIO(await exported(storage, station, YEAR)))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    change(sheet)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


async def names(storage: Storage, on: date, station: Station = STATION) -> list[str]:
    async with storage.begin() as work:
        days = await days_of(station, YEAR, work)
    return [deputy.name for day in days if day.date == on for deputy in day.deputies]


async def test_a_sheet_has_the_columns_a_clerk_knows_and_a_row_for_each_day() -> None:
    content = await exported(await a_year(), STATION, YEAR)
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    rows = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "青石镇人大代表联络站2027年度代表接待日安排表"
    assert rows[2] == [
        "日期",
        "星期",
        "是否顺延",
        "站/点",
        "时间",
        "接待代表（主）",
        "接待代表（备）",
        "参加部门",
        "记录人",
        "通知日期",
        "公告日期",
    ]
    assert rows[3] == [
        "2027-01-11", "一", "原定1月10日，因逢周末顺延至1月11日", "李村联络点", "15:00—17:00",
        "张明远", "", "", "", "2027-01-04", "2027-01-08",
    ]  # fmt: skip
    assert len(rows) == 3 + 24


async def test_a_sheet_that_nobody_changed_changes_nothing() -> None:
    storage = await a_year()
    content = await exported(storage, STATION, YEAR)
    assert await read_in(storage, STATION, content, NOW) == ReadIn(rows=24, changed=0)


async def test_what_a_clerk_changed_is_kept() -> None:
    storage = await a_year()

    def change(sheet: Worksheet) -> None:
        sheet[f"{DEPUTIES}5"], sheet[f"{RESERVES}5"] = "周国栋, 陈玉兰", "张明远"
        sheet[f"{OFFICES}5"], sheet[f"{RECORDER}5"] = "派出所警务室、法律顾问", "林晓"
        sheet[f"{DATE}5"] = datetime(2027, 1, 20)  # noqa: DTZ001  # as a spreadsheet keeps a date

    assert await read_in(storage, STATION, await changed(storage, change), NOW) == ReadIn(rows=24, changed=1)
    async with storage.begin() as work:
        (day,) = [day for day in await days_of(STATION, YEAR, work) if day.date == date(2027, 1, 20)]
    assert [deputy.name for deputy in day.deputies] == ["周国栋", "陈玉兰"]
    assert (day.kept.reserves, day.kept.offices) == (("zhang",), ("派出所警务室", "法律顾问"))
    assert day.kept.recorder == "林晓"


async def test_every_mistake_is_told_at_once_with_its_cell_and_nothing_is_kept() -> None:
    storage = await a_year()
    before = await names(storage, date(2027, 1, 20))

    def change(sheet: Worksheet) -> None:
        sheet[f"{DATE}4"] = "元月十一"
        sheet[f"{DEPUTIES}5"] = "周国栋、王刚"
        sheet[f"{DEPUTIES}6"] = ""
        sheet[f"{PLACE}7"] = "王庄联络点"
        sheet[f"{DEPUTIES}9"], sheet[f"{RESERVES}9"] = "陈玉兰、陈玉兰", "陈玉兰"
        sheet[f"{DATE}11"] = "2027年13月1日"

    with pytest.raises(BadSheet) as bad:
        await read_in(storage, STATION, await changed(storage, change), NOW)
    assert list(bad.value.faults) == [
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 4 行 A 列：“元月十一”不是日期，请写成 2027-01-20",
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 5 行 F 列：“王刚”不在代表名单里",
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 6 行 F 列：没有写接待代表，至少要有一位",
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 7 行 D 列：2027年2月22日这个地方没有接待，日期由规则定，在这里改不了",
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 9 行 F 列：“陈玉兰”在这一场写了两次",
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 9 行 G 列：“陈玉兰”在这一场写了两次",
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 11 行 A 列：“2027年13月1日”不是日期，请写成 2027-01-20",
    ]
    assert await names(storage, date(2027, 1, 20)) == before


async def test_two_deputies_of_one_name_are_told_apart_by_their_villages() -> None:
    namesakes = tuple(
        Deputy(person=PersonId(person), name="张伟", levels=(DeputyLevel.TOWNSHIP,), villages=(village,))
        for person, village in (("wei-li", "李村"), ("wei-wang", "王庄"))
    )
    station = replace(STATION, deputies=(*STATION.deputies, *namesakes))
    storage = await a_year(station)

    def ambiguous(sheet: Worksheet) -> None:
        sheet[f"{DEPUTIES}5"] = "张伟"

    with pytest.raises(BadSheet) as bad:
        await read_in(storage, station, await changed(storage, ambiguous, station), NOW)
    assert list(bad.value.faults) == [
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 5 行 F 列：有2位代表叫“张伟”，请写明是张伟（李村），还是张伟（王庄）"
    ]

    def clear(sheet: Worksheet) -> None:
        sheet[f"{DEPUTIES}5"] = "张伟（王庄）、张伟(李村)"

    assert (await read_in(storage, station, await changed(storage, clear, station), NOW)).changed == 1
    again = await exported(storage, station, YEAR)
    assert (await read_in(storage, station, again, NOW)).changed == 0


async def test_a_deputy_with_two_mandates_is_one_person() -> None:
    storage = await a_year()  # 陈玉兰 sits in two congresses

    def change(sheet: Worksheet) -> None:
        sheet[f"{DEPUTIES}5"] = "陈玉兰、陈玉兰"

    with pytest.raises(BadSheet):
        await read_in(storage, STATION, await changed(storage, change), NOW)


async def test_nobody_is_put_in_two_places_at_one_hour() -> None:
    station_day, point_day = STATION.receptions
    together = replace(point_day, rule=station_day.rule, start=station_day.start, end=station_day.end)
    station = replace(STATION, receptions=(station_day, together))
    storage = await a_year(station)

    def change(sheet: Worksheet) -> None:
        sheet[f"{DEPUTIES}4"] = sheet[f"{DEPUTIES}5"] = "周国栋"
        sheet[f"{RESERVES}4"] = sheet[f"{RESERVES}5"] = ""

    with pytest.raises(BadSheet) as bad:
        await read_in(storage, station, await changed(storage, change, station), NOW)
    assert list(bad.value.faults) == [
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 5 行 F 列：“周国栋”同一时间在第 4 行也有接待"
    ]


async def test_a_day_that_is_over_cannot_be_changed() -> None:
    storage = await a_year()

    def change(sheet: Worksheet) -> None:
        sheet[f"{DEPUTIES}5"] = "周国栋"

    with pytest.raises(BadSheet) as bad:
        await read_in(storage, STATION, await changed(storage, change), moment(date(2027, 2, 1), time(9)))
    assert list(bad.value.faults) == [
        "工作表“青石镇人大代表联络站2027年度代表接待日安排表”第 5 行 A 列：1月20日已经过去，不能再改"
    ]


async def test_an_answer_stays_with_its_deputy() -> None:
    storage = await a_year()
    async with storage.begin() as work:
        (day,) = [day for day in await days_of(STATION, YEAR, work) if day.date == date(2027, 1, 20)]
        agreed = tuple(replace(one, can=True, at=NOW) for one in day.kept.deputies)
        await work.meetings.save_reception(replace(day.kept, deputies=agreed))
        stays = day.deputies[0]

    def change(sheet: Worksheet) -> None:
        sheet[f"{DEPUTIES}5"] = stays.name

    await read_in(storage, STATION, await changed(storage, change), NOW)
    async with storage.begin() as work:
        (day,) = [day for day in await days_of(STATION, YEAR, work) if day.date == date(2027, 1, 20)]
    assert [(one.person, one.can) for one in day.kept.deputies] == [(stays.person, True)]


async def test_a_sheet_of_something_else_is_refused() -> None:
    storage = await a_year()
    with pytest.raises(NoSheet):
        await read_in(storage, STATION, b"no sheet", NOW)
    other = BytesIO()
    openpyxl.Workbook().save(other)
    with pytest.raises(BadSheet):
        await read_in(storage, STATION, other.getvalue(), NOW)
    with pytest.raises(NoReceptions):
        await exported(storage, replace(STATION, receptions=()), YEAR)


def test_the_command_writes_a_sheet_and_reads_it_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, sheet = tmp_path / "config.toml", tmp_path / "roster.xlsx"
    config.write_text(EXAMPLE, "utf-8")
    (tmp_path / "data").mkdir()
    arguments = ["--config", str(config)]
    assert cli.main(["roster", "--import", str(sheet), *arguments]) == 1
    assert capsys.readouterr().err == f"打不开 {sheet}。\n"
    sheet.write_bytes(b"no sheet")
    assert cli.main(["roster", "--import", str(sheet), *arguments]) == 1
    assert cli.main(["roster", "--export", str(sheet), "--year", "2027", *arguments]) == 0
    assert cli.main(["roster", "--import", str(sheet), *arguments]) == 0
    assert "没有改动" in capsys.readouterr().out
