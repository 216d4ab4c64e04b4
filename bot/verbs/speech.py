"""The verbs about what the bot makes of people's words: recognising, clustering, learning."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from bot import cli_texts, clustering, learning, learning_texts, opening, recognising, recognising_texts
from bot.config import Config
from bot.verbs import DONE, REFUSED, in_json
from handlers.intake.rules.learning import Correction
from storage.models import Models, NoEarlierModel


def learn(config: Config, options: argparse.Namespace) -> int:
    """Learn from what people corrected, even while the bot runs, or go back to what was known before."""
    models = Models(opening.folder(config))
    if options.rollback:
        try:
            models.roll_back()
        except NoEarlierModel:
            print(learning_texts.NOTHING_EARLIER, file=sys.stderr)
            return REFUSED
        print(learning_texts.ROLLED_BACK)
        return DONE

    async def corrections() -> Sequence[Correction]:
        async with opening.stored(config, read_only=True) as storage:
            return await learning.corrections(storage)

    learned = learning.learn(models, asyncio.run(corrections()))
    for line in learning_texts.lines(learned):
        print(line)
    return REFUSED if learned.outcome is learning.Outcome.WORSE else DONE


def cluster(options: argparse.Namespace) -> int:
    """Print which of the texts belong together; needs no configuration."""
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
            print(in_json(row))
    return DONE


def recognise(options: argparse.Namespace) -> int:
    """Print what each text is taken for, or how often that is right; needs no configuration."""
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
    lines = recognising_texts.report(rows) if options.report else (in_json(recognising.recognised(row)) for row in rows)
    for line in lines:
        print(line)
    return DONE


def _open(path: Path | None) -> contextlib.AbstractContextManager[BinaryIO]:
    return contextlib.nullcontext(sys.stdin.buffer) if path is None else path.open("rb")
