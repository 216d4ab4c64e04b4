"""The verbs with which the bot runs, and which say whether all is in order."""

import argparse
import asyncio
import signal
import sys
from contextlib import aclosing
from itertools import groupby

from bot import app, cli_texts, group_list, group_list_texts, opening
from bot.clock import WallClock
from bot.config import Config, activities, summary
from bot.verbs import DONE, REFUSED
from storage.trail import TrailBroken


def run(config: Config, options: argparse.Namespace) -> int:
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


def check(config: Config, options: argparse.Namespace) -> int:
    """Say that the configuration is in order, what is wrong with it was said before; try what it names elsewhere.

    Say what is held next. Look over the trail if asked.
    """
    print(summary(config))
    for line in activities(config, WallClock().now().date()):
        print(line)
    tried = asyncio.run(_try_credentials(config, take_over=options.take_over))
    audited = asyncio.run(_check_trail(config)) if options.audit else DONE
    return max(tried, audited)


def groups(config: Config, options: argparse.Namespace) -> int:
    """List every group with what hears it and what speaks there."""
    asyncio.run(opening.place_groups(config))
    for station, listed in groupby(group_list.groups(config), key=lambda one: one.station):
        print(station)
        for one in listed:
            print(group_list_texts.line(one))
    return DONE


async def _try_credentials(config: Config, *, take_over: bool) -> int:
    """Say what the platforms themselves say to the credentials."""
    status = DONE
    async with aclosing(app.trials(config, take_over=take_over)) as trials:
        async for words, is_wrong in trials:
            print(words, file=sys.stderr if is_wrong else sys.stdout)
            status = REFUSED if is_wrong else status
    return status


async def _check_trail(config: Config) -> int:
    """Say whether every line of the trail is as it was written, even while the bot runs and writes more."""
    async with opening.stored(config, read_only=True) as storage, storage.begin() as work:
        try:
            lines = await work.audit.verify()
        except TrailBroken as broken:
            print(cli_texts.trail_broken(broken.line), file=sys.stderr)
            return REFUSED
    print(cli_texts.trail_whole(lines))
    return DONE
