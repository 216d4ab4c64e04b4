"""The chain of the audit trail: each line carries a hash over itself and the line before."""

import hashlib
import json
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
