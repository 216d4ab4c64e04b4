"""The verbs for what is kept: looking into it, carrying it away and back."""

import argparse
import asyncio
import sys

from bot import cli_texts, opening
from bot.clock import WallClock
from bot.config import Config
from bot.inbox import received
from bot.readings import note_reading
from bot.verbs import DONE, in_json
from bot.verbs.bar import Bar
from storage import transfer


def inbox(config: Config, options: argparse.Namespace) -> int:
    """Print what was received and kept, newest last."""
    if options.with_text:
        folder = opening.folder(config)
        try:
            note_reading(folder, WallClock().now())
        except OSError as error:
            raise opening.CannotStart("readings", f"{folder}") from error
    asyncio.run(_print_inbox(config, options))
    return DONE


async def _print_inbox(config: Config, options: argparse.Namespace) -> None:
    async with opening.stored(config, read_only=True) as storage:
        async for row in received(storage, with_text=options.with_text):
            print(in_json(row) if options.json else cli_texts.inbox_line(row))


def export(config: Config, options: argparse.Namespace) -> int:
    """Write everything as plain JSON."""
    documents = transfer.export(opening.address(config), options.folder, progress=Bar(sys.stderr).show)
    print(cli_texts.exported(options.folder, documents))
    return DONE


def import_(config: Config, options: argparse.Namespace) -> int:
    """Read an export back into an empty store."""
    key = opening.sealing_key(config)
    documents = transfer.import_(opening.address(config), options.folder, key=key, progress=Bar(sys.stderr).show)
    print(cli_texts.imported(config.storage.url, documents))
    return DONE


def backup(config: Config, options: argparse.Namespace) -> int:
    """Copy the store, running or not."""
    print(cli_texts.backed_up(options.file, transfer.backup(config.storage.url, options.file)))
    return DONE


def restore(config: Config, options: argparse.Namespace) -> int:
    """Put a backup in the store's place."""
    documents = transfer.restore(config.storage.url, options.file, replace=options.replace)
    print(cli_texts.restored(options.file, config.storage.url, documents))
    return DONE


def migrate(config: Config, options: argparse.Namespace) -> int:
    """Bring the documents of an older program up to this one's."""
    key = opening.sealing_key(config)
    print(cli_texts.migrated(config.storage.url, transfer.migrate(opening.address(config), key=key)))
    return DONE
