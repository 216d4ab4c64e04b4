"""The verbs that show and set the days to come: rehearsal, calendar, holidays, roster."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import aclosing
from datetime import date, datetime, time, timedelta

from bot import calendars, cli_texts, holidays_texts, opening, roster_file
from bot.clock import WallClock
from bot.config import Config
from bot.documents.ics import calendar_file
from bot.documents.xlsx import NoSheet
from bot.holidays import Holidays, NoTable
from bot.rehearsal import rehearse as rehearsed
from bot.roster_file import ReadIn
from bot.station_calendar import StationCalendar
from bot.verbs import DONE, REFUSED, in_json
from bot.web.feeds import feed_path
from handlers.dates.china_time import moment
from handlers.meetings.roster_sheet import BadSheet
from handlers.people.rules.roster import Station


def rehearse(config: Config, options: argparse.Namespace) -> int:
    """Print everything the bot would say unasked in that stretch of time."""
    asyncio.run(_print_rehearsed(config, options))
    return DONE


async def _print_rehearsed(config: Config, options: argparse.Namespace) -> None:
    start = moment(options.start, time())
    async with aclosing(rehearsed(config, start, start + timedelta(days=options.days))) as said:
        async for at, post in said:
            print(in_json(cli_texts.said_at(at, post)) if options.json else cli_texts.said_line(at, post))


def calendar(config: Config, options: argparse.Namespace) -> int:
    """Print the days of every station, or write those of one as a file for phones; --json has reception days only."""
    now = WallClock().now()
    start: date = options.start or now.date()
    end: date = options.end or start + timedelta(days=365)
    stations = asyncio.run(calendars.calendars(config, start, end, now.date(), only=options.station))
    if options.ics is not None:
        return _calendar_file(config, options, stations, start, end)
    for one in stations:
        rows = one.rows(start, end, today=now.date())
        lines = map(in_json, rows) if options.json else calendars.lines(one, start, end, today=now.date())
        for line in lines:
            print(line)
    for year in calendars.unknown_years(stations, start, end):
        print(cli_texts.unknown_year(year), file=sys.stderr)
    return DONE


def _calendar_file(
    config: Config, options: argparse.Namespace, stations: Sequence[StationCalendar], start: date, end: date
) -> int:
    if len(stations) != 1:
        print(cli_texts.which_station(config.roster.stations), file=sys.stderr)
        return REFUSED
    try:
        options.ics.write_bytes(calendar_file(stations[0], start, end, now=WallClock().now()))
    except OSError:
        print(cli_texts.no_file(options.ics), file=sys.stderr)
        return REFUSED
    path = feed_path(stations[0].station.id, opening.sealing_key(config))
    print(cli_texts.calendar_written(options.ics, f"http://{config.web.host}:{config.web.port}{path}"))
    return DONE


def holidays(config: Config, options: argparse.Namespace) -> int:
    """Import a year's holidays, and say which reception days they move."""
    holidays = Holidays(opening.folder(config))
    try:
        table = holidays.keep(options.file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        print(cli_texts.no_file(options.file), file=sys.stderr)
        return REFUSED
    except NoTable as error:
        print(holidays_texts.refused(error.mistakes), file=sys.stderr)
        return REFUSED
    print(holidays_texts.imported(table))
    for line in calendars.moved_by(config.roster, holidays, table.year):
        print(line)
    return DONE


def roster(config: Config, options: argparse.Namespace) -> int:
    """Write the roster of receiving deputies as a sheet, or read one back."""
    stations = config.roster.stations
    station = stations.get(options.station) if options.station else next(iter(stations.values()))
    if station is None or (options.station is None and len(stations) > 1):
        print(cli_texts.which_station(stations), file=sys.stderr)
        return REFUSED
    now = WallClock().now()
    try:
        if options.export_to is not None:
            content = asyncio.run(_exported_roster(config, station, options.year or now.year))
            options.export_to.write_bytes(content)
        else:
            content = options.import_from.read_bytes()
            print(cli_texts.roster_read(asyncio.run(_read_in_roster(config, station, content, now))))
    except roster_file.NoReceptions:
        print(cli_texts.NO_RECEPTIONS, file=sys.stderr)
        return REFUSED
    except NoSheet:
        print(cli_texts.no_sheet(options.import_from), file=sys.stderr)
        return REFUSED
    except OSError:
        print(cli_texts.no_file(options.export_to or options.import_from), file=sys.stderr)
        return REFUSED
    except BadSheet as bad:
        print(cli_texts.bad_sheet(bad.faults), file=sys.stderr)
        return REFUSED
    return DONE


async def _exported_roster(config: Config, station: Station, year: int) -> bytes:
    async with opening.stored(config, read_only=True) as storage:
        return await roster_file.exported(storage, station, year)


async def _read_in_roster(config: Config, station: Station, content: bytes, now: datetime) -> ReadIn:
    async with opening.stored(config) as storage:
        return await roster_file.read_in(storage, station, content, now)
