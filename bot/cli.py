"""The `liaison-bot` command: its verbs, and what is said where one is refused.

A verb's module is imported when it is called: the bot, which runs for months, shall start quickly and small.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from bot import cli_texts, log, opening
from bot.config import Config, ConfigErrors, describe, load
from bot.holidays import Holidays
from bot.verbs import DONE, REFUSED
from storage.errors import StorageRefused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 done, 1 refused or found wrong. Misuse ends the process with 2."""
    options = _parser().parse_args(arguments)
    log.set_up(options.log_level)
    try:
        return _done(options)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except ConfigErrors as errors:
        print(describe(errors), file=sys.stderr)
    except opening.CannotStart as error:
        print(cli_texts.CANNOT_START[error.reason].format(error.fact), file=sys.stderr)
    except StorageRefused as error:
        print(cli_texts.refused(error), file=sys.stderr)
    return REFUSED


def _done(options: argparse.Namespace) -> int:
    verb = getattr(import_module(f"bot.verbs.{options.subject}"), options.verb)
    status: int = verb(_loaded(options.config), options) if options.configured else verb(options)
    return status


def _loaded(path: Path) -> Config:
    """Return what the file sets up, with the holidays that were imported."""
    config = load(path)
    Holidays(opening.folder(config)).teach(config.roster)
    return config


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="liaison-bot")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def add(
        name: str, subject: str, about: str, *, configured: bool = True, log_level: int = logging.WARNING
    ) -> argparse.ArgumentParser:
        parser = verbs.add_parser(name, help=about, description=about)
        parser.add_argument("--config", type=Path, default=Path("config.toml"), metavar="FILE")
        verb = "import_" if name == "import" else name
        parser.set_defaults(subject=subject, verb=verb, configured=configured, log_level=log_level)
        return parser

    add("run", "running", cli_texts.RUN, log_level=logging.INFO)
    check = add("check", "running", cli_texts.CHECK)
    check.add_argument("--audit", action="store_true", help=cli_texts.AUDIT)
    check.add_argument("--take-over", action="store_true", help=cli_texts.TAKE_OVER)
    add("groups", "running", cli_texts.GROUPS)
    rehearsal = add("rehearse", "planning", cli_texts.REHEARSE)
    rehearsal.add_argument("--from", dest="start", type=date.fromisoformat, required=True, metavar="DATE")
    rehearsal.add_argument("--days", type=int, required=True)
    rehearsal.add_argument("--json", action="store_true")
    calendar = add("calendar", "planning", cli_texts.CALENDAR)
    calendar.add_argument("--from", dest="start", type=date.fromisoformat, metavar="DATE")
    calendar.add_argument("--to", dest="end", type=date.fromisoformat, metavar="DATE")
    calendar.add_argument("--station", metavar="ID", help=cli_texts.CALENDAR_STATION)
    ways = calendar.add_mutually_exclusive_group()
    ways.add_argument("--json", action="store_true")
    ways.add_argument("--ics", type=Path, metavar="FILE", help=cli_texts.CALENDAR_ICS)
    holidays = add("holidays", "planning", cli_texts.HOLIDAYS)
    holidays.add_argument("action", choices=["import"])
    holidays.add_argument("file", type=Path, metavar="FILE")
    roster = add("roster", "planning", cli_texts.ROSTER)
    ways = roster.add_mutually_exclusive_group(required=True)
    ways.add_argument("--export", dest="export_to", type=Path, metavar="FILE.xlsx", help=cli_texts.ROSTER_EXPORT)
    ways.add_argument("--import", dest="import_from", type=Path, metavar="FILE.xlsx", help=cli_texts.ROSTER_IMPORT)
    roster.add_argument("--year", type=int, help=cli_texts.ROSTER_YEAR)
    roster.add_argument("--station", metavar="ID", help=cli_texts.ROSTER_STATION)
    inbox = add("inbox", "keeping", cli_texts.INBOX)
    inbox.add_argument("--with-text", action="store_true")
    inbox.add_argument("--json", action="store_true")
    add("export", "keeping", cli_texts.EXPORT).add_argument("folder", type=Path, metavar="DIR")
    add("import", "keeping", cli_texts.IMPORT).add_argument("folder", type=Path, metavar="DIR")
    add("backup", "keeping", cli_texts.BACKUP).add_argument("file", type=Path, metavar="FILE")
    restore = add("restore", "keeping", cli_texts.RESTORE)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help=cli_texts.REPLACE)
    add("migrate", "keeping", cli_texts.MIGRATE)
    add("learn", "speech", cli_texts.LEARN).add_argument("--rollback", action="store_true", help=cli_texts.ROLL_BACK)
    cluster = add("cluster", "speech", cli_texts.CLUSTER, configured=False)
    cluster.add_argument("file", type=Path, nargs="?", metavar="FILE")
    cluster.add_argument("--report", action="store_true", help=cli_texts.REPORT)
    recognise = add("recognise", "speech", cli_texts.RECOGNISE, configured=False)
    recognise.add_argument("files", type=Path, nargs="*", metavar="FILE")
    recognise.add_argument("--report", action="store_true", help=cli_texts.RECOGNISED_HOW_WELL)
    return parser
