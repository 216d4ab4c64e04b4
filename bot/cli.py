"""The `liaison-bot` command: one verb each for running, checking, rehearsing, looking and keeping.

What only one verb needs is imported by that verb: the bot, which runs for months, shall start quickly and small.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from bot import app, cli_texts, log
from bot.clock import WallClock
from bot.config import Config, ConfigErrors, describe, load, summary
from bot.holidays import Holidays
from bot.inbox import note_reading, received
from bot.platforms.base import Post
from handlers.dates.china_time import moment
from handlers.intake.rules.learning import Correction
from handlers.people.rules.roster import Station
from storage.errors import StorageRefused
from storage.models import Models, NoEarlierModel
from storage.trail import TrailBroken

if TYPE_CHECKING:
    from bot.calendars import StationCalendar
    from bot.roster_file import ReadIn

DONE: Final = 0
REFUSED: Final = 1

Verb = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 done, 1 refused or found wrong. Misuse ends the process with 2."""
    options = _parser().parse_args(arguments)
    verb: Verb = options.verb
    log.set_up(options.log_level)
    try:
        return verb(options)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except ConfigErrors as errors:
        print(describe(errors), file=sys.stderr)
    except app.CannotStart as error:
        print(cli_texts.CANNOT_START[error.reason].format(error.fact), file=sys.stderr)
    except StorageRefused as error:
        print(cli_texts.refused(error), file=sys.stderr)
    return REFUSED


def _run(config: Config, options: argparse.Namespace) -> int:
    """Run the bot until it is told to stop."""
    return asyncio.run(_until_told(config))


async def _until_told(config: Config) -> int:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    sound = await app.run(config, stop=stop, say=lambda line: print(cli_texts.started(line), flush=True))
    if not sound:
        print(cli_texts.STORAGE_FAILED, file=sys.stderr)
    return DONE if sound else REFUSED


def _check(config: Config, options: argparse.Namespace) -> int:
    """Say that the configuration is in order, what is wrong with it was said before; look over the trail if asked."""
    print(summary(config))
    return asyncio.run(_check_trail(config)) if options.audit else DONE


async def _check_trail(config: Config) -> int:
    """Say whether every line of the trail is as it was written, even while the bot runs and writes more."""
    async with app.stored(config, read_only=True) as storage, storage.begin() as work:
        try:
            lines = await work.audit.verify()
        except TrailBroken as broken:
            print(cli_texts.trail_broken(broken.line), file=sys.stderr)
            return REFUSED
    print(cli_texts.trail_whole(lines))
    return DONE


def _rehearse(config: Config, options: argparse.Namespace) -> int:
    """Print everything the bot would say unasked in that stretch of time."""
    from bot.rehearsal import rehearse

    start = moment(options.start, time())

    def say(at: datetime, post: Post) -> None:
        print(_line(cli_texts.said_at(at, post)) if options.json else cli_texts.said_line(at, post))

    asyncio.run(rehearse(config, start, start + timedelta(days=options.days), say))
    return DONE


def _calendar(config: Config, options: argparse.Namespace) -> int:
    """Print the reception days of every station with their notices, or write those of one as a file for phones."""
    from bot import calendars

    now = WallClock().now()
    start: date = options.start or now.date()
    end: date = options.end or start + timedelta(days=365)
    stations = asyncio.run(calendars.calendars(config, start, now.date(), only=options.station))
    if options.ics is not None:
        return _calendar_file(config, options, stations, start, end)
    for one in stations:
        for row in one.rows(start, end, today=now.date()):
            print(_line(row) if options.json else cli_texts.calendar_line(row))
        if not options.json:
            for line in calendars.remarks(one.station, start, end):
                print(line)
    for year in calendars.unknown_years(stations, start, end):
        print(cli_texts.unknown_year(year), file=sys.stderr)
    return DONE


def _calendar_file(
    config: Config, options: argparse.Namespace, stations: "Sequence[StationCalendar]", start: date, end: date
) -> int:
    from bot.documents.ics import calendar_file
    from bot.web.feeds import feed_path

    if len(stations) != 1:
        print(cli_texts.which_station(config.roster.stations), file=sys.stderr)
        return REFUSED
    station = stations[0].station
    try:
        options.ics.write_bytes(calendar_file(station, start, end, now=WallClock().now()))
    except OSError:
        print(cli_texts.no_file(options.ics), file=sys.stderr)
        return REFUSED
    path = feed_path(station.id, app.sealing_key(config))
    print(cli_texts.calendar_written(options.ics, f"http://{config.web.host}:{config.web.port}{path}"))
    return DONE


def _holidays(config: Config, options: argparse.Namespace) -> int:
    """Import a year's holidays, and say which reception days they move."""
    from bot import calendars, holidays_texts
    from bot.holidays import Holidays, NoTable

    holidays = Holidays(app.folder(config))
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


def _roster(config: Config, options: argparse.Namespace) -> int:
    """Write the roster of receiving deputies as a sheet, or read one back."""
    from bot import roster_file
    from bot.documents.xlsx import NoSheet
    from handlers.meetings.roster_sheet import BadSheet

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
    from bot.roster_file import exported

    async with app.stored(config, read_only=True) as storage:
        return await exported(storage, station, year)


async def _read_in_roster(config: Config, station: Station, content: bytes, now: datetime) -> "ReadIn":
    from bot.roster_file import read_in

    async with app.stored(config) as storage:
        return await read_in(storage, station, content, now)


def _inbox(config: Config, options: argparse.Namespace) -> int:
    """Print what was received and kept, newest last."""
    if options.with_text:
        note_reading(app.folder(config), WallClock().now())
    asyncio.run(_print_inbox(config, options))
    return DONE


async def _print_inbox(config: Config, options: argparse.Namespace) -> None:
    async with app.stored(config, read_only=True) as storage:
        async for row in received(storage, with_text=options.with_text):
            print(_line(row) if options.json else cli_texts.inbox_line(row))


def _line(row: object) -> str:
    return json.dumps(row, ensure_ascii=False)


def _export(config: Config, options: argparse.Namespace) -> int:
    """Write everything as plain JSON."""
    from storage import transfer

    print(cli_texts.exported(options.folder, transfer.export(config.storage.url, options.folder)))
    return DONE


def _import(config: Config, options: argparse.Namespace) -> int:
    """Read an export back into an empty store."""
    from storage import transfer

    key = app.sealing_key(config)
    print(cli_texts.imported(config.storage.url, transfer.import_(config.storage.url, options.folder, key=key)))
    return DONE


def _backup(config: Config, options: argparse.Namespace) -> int:
    """Copy the store, running or not."""
    from storage import transfer

    print(cli_texts.backed_up(options.file, transfer.backup(config.storage.url, options.file)))
    return DONE


def _restore(config: Config, options: argparse.Namespace) -> int:
    """Put a backup in the store's place."""
    from storage import transfer

    documents = transfer.restore(config.storage.url, options.file, replace=options.replace)
    print(cli_texts.restored(options.file, config.storage.url, documents))
    return DONE


def _migrate(config: Config, options: argparse.Namespace) -> int:
    """Bring the documents of an older program up to this one's."""
    from storage import transfer

    key = app.sealing_key(config)
    print(cli_texts.migrated(config.storage.url, transfer.migrate(config.storage.url, key=key)))
    return DONE


def _learn(config: Config, options: argparse.Namespace) -> int:
    """Learn from what people corrected, even while the bot runs, or go back to what was known before."""
    from bot import learning, learning_texts

    models = Models(app.folder(config))
    if options.rollback:
        try:
            models.roll_back()
        except NoEarlierModel:
            print(learning_texts.NOTHING_EARLIER, file=sys.stderr)
            return REFUSED
        print(learning_texts.ROLLED_BACK)
        return DONE

    async def corrections() -> Sequence[Correction]:
        async with app.stored(config, read_only=True) as storage:
            return await learning.corrections(storage)

    learned = learning.learn(models, asyncio.run(corrections()))
    for line in learning_texts.lines(learned):
        print(line)
    return REFUSED if learned.outcome is learning.Outcome.WORSE else DONE


def _cluster(options: argparse.Namespace) -> int:
    """Print which of the texts belong together; needs no configuration."""
    from bot import clustering

    try:
        with _open(options.file) as file:
            lines = clustering.read(file, labelled=options.report)
    except OSError:
        print(cli_texts.no_file(options.file), file=sys.stderr)
        return REFUSED
    except clustering.NoText as error:
        print(cli_texts.unreadable(error.number), file=sys.stderr)
        return REFUSED
    if options.report:
        print(cli_texts.agreements(clustering.agreement(lines), clustering.agreement(lines, with_company=True)))
    else:
        for row in clustering.clustered(lines):
            print(_line(row))
    return DONE


def _recognise(options: argparse.Namespace) -> int:
    """Print what each text is taken for, or how often that is right; needs no configuration."""
    from bot import clustering, recognising, recognising_texts

    rows: list[recognising.Row] = []
    for path in options.files or [None]:
        try:
            with _open(path) as file:
                rows += recognising.read(file, labelled=options.report)
        except OSError:
            print(cli_texts.no_file(path), file=sys.stderr)
            return REFUSED
        except clustering.NoText as error:
            print(recognising_texts.unreadable(error.number), file=sys.stderr)
            return REFUSED
    lines = recognising_texts.report(rows) if options.report else (_line(recognising.recognised(row)) for row in rows)
    for line in lines:
        print(line)
    return DONE


def _open(path: Path | None) -> contextlib.AbstractContextManager[BinaryIO]:
    return contextlib.nullcontext(sys.stdin.buffer) if path is None else path.open("rb")


def _loaded(path: Path) -> Config:
    """Return what the file sets up, with the holidays that were imported."""
    config = load(path)
    Holidays(app.folder(config)).teach(config.roster)
    return config


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="liaison-bot")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def add(
        name: str, run: Callable[[Config, argparse.Namespace], int], about: str, log_level: int = logging.WARNING
    ) -> argparse.ArgumentParser:
        return add_plain(name, lambda options: run(_loaded(options.config), options), about, log_level)

    def add_plain(name: str, run: Verb, about: str, log_level: int = logging.WARNING) -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=about, description=about)
        verb.add_argument("--config", type=Path, default=Path("config.toml"), metavar="FILE")
        verb.set_defaults(verb=run, log_level=log_level)
        return verb

    add("run", _run, cli_texts.RUN, logging.INFO)
    add("check", _check, cli_texts.CHECK).add_argument("--audit", action="store_true", help=cli_texts.AUDIT)
    rehearsal = add("rehearse", _rehearse, cli_texts.REHEARSE)
    rehearsal.add_argument("--from", dest="start", type=date.fromisoformat, required=True, metavar="DATE")
    rehearsal.add_argument("--days", type=int, required=True)
    rehearsal.add_argument("--json", action="store_true")
    calendar = add("calendar", _calendar, cli_texts.CALENDAR)
    calendar.add_argument("--from", dest="start", type=date.fromisoformat, metavar="DATE")
    calendar.add_argument("--to", dest="end", type=date.fromisoformat, metavar="DATE")
    calendar.add_argument("--station", metavar="ID", help=cli_texts.CALENDAR_STATION)
    ways = calendar.add_mutually_exclusive_group()
    ways.add_argument("--json", action="store_true")
    ways.add_argument("--ics", type=Path, metavar="FILE", help=cli_texts.CALENDAR_ICS)
    holidays = add("holidays", _holidays, cli_texts.HOLIDAYS)
    holidays.add_argument("action", choices=["import"])
    holidays.add_argument("file", type=Path, metavar="FILE")
    roster = add("roster", _roster, cli_texts.ROSTER)
    ways = roster.add_mutually_exclusive_group(required=True)
    ways.add_argument("--export", dest="export_to", type=Path, metavar="FILE.xlsx", help=cli_texts.ROSTER_EXPORT)
    ways.add_argument("--import", dest="import_from", type=Path, metavar="FILE.xlsx", help=cli_texts.ROSTER_IMPORT)
    roster.add_argument("--year", type=int, help=cli_texts.ROSTER_YEAR)
    roster.add_argument("--station", metavar="ID", help=cli_texts.ROSTER_STATION)
    inbox = add("inbox", _inbox, cli_texts.INBOX)
    inbox.add_argument("--with-text", action="store_true")
    inbox.add_argument("--json", action="store_true")
    add("export", _export, cli_texts.EXPORT).add_argument("folder", type=Path, metavar="DIR")
    add("import", _import, cli_texts.IMPORT).add_argument("folder", type=Path, metavar="DIR")
    add("backup", _backup, cli_texts.BACKUP).add_argument("file", type=Path, metavar="FILE")
    restore = add("restore", _restore, cli_texts.RESTORE)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help=cli_texts.REPLACE)
    add("migrate", _migrate, cli_texts.MIGRATE)
    add("learn", _learn, cli_texts.LEARN).add_argument("--rollback", action="store_true", help=cli_texts.ROLL_BACK)
    cluster = add_plain("cluster", _cluster, cli_texts.CLUSTER)
    cluster.add_argument("file", type=Path, nargs="?", metavar="FILE")
    cluster.add_argument("--report", action="store_true", help=cli_texts.REPORT)
    recognise = add_plain("recognise", _recognise, cli_texts.RECOGNISE)
    recognise.add_argument("files", type=Path, nargs="*", metavar="FILE")
    recognise.add_argument("--report", action="store_true", help=cli_texts.RECOGNISED_HOW_WELL)
    return parser
