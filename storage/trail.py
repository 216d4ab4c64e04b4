"""The chain of the audit trail: each line carries a hash over itself and the line before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.ports import AuditLine

FIRST: Final = ""
"""The hash that stands before the first line."""


def chained(line: AuditLine, *, after: str) -> AuditLine:
    """Return *line* with its hash, made of all its facts and of the hash *after* which it comes."""
    facts = [
        after,
        line.at.astimezone(CHINA_TIME).isoformat(),
        line.station,
        line.actor,
        line.role,
        line.via,
        line.subject,
        line.event,
        line.before,
        line.after,
        line.reason,
    ]
    return replace(line, hash=hashlib.sha256(json.dumps(facts).encode()).hexdigest())


class TrailBroken(ValueError):
    """Somebody laid hands on the trail: *line*, counted from 1, is not the one that was written there, or is gone."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the audit trail is not what was written there")
        self.line = line


def verified(lines: Iterable[AuditLine], *, end: str, after: str = FIRST, counted: int = 0) -> int:
    """Return how many lines the trail has whose last hash is *end*; *after* and *counted* are of those followed before.

    Raise `TrailBroken` with the first line that was changed, removed, put in or moved, or that can be read no more.
    """
    last, count = followed(lines, after=after, counted=counted)
    if last != end:
        raise TrailBroken(count + 1)
    return count


def followed(lines: Iterable[AuditLine], *, after: str, counted: int) -> tuple[str, int]:
    """Return the last hash of *lines*, which come *after* one, and how many there are with those *counted* before."""
    last, count = after, counted
    try:
        for line in lines:
            if chained(line, after=last) != line:
                raise TrailBroken(count + 1)
            last, count = line.hash, count + 1
    except TrailBroken:
        raise
    except ValueError:
        raise TrailBroken(count + 1) from None
    return last, count
