"""What rows are found by: keys made of facts, and moments as numbers."""

from datetime import datetime
from typing import Final

from handlers.conversation import Question
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Recipient
from handlers.people.rules.roster import PersonId

EVERYTHING: Final = ""
"""The bucket of an index that has only one."""

_EPOCH: Final = datetime(1970, 1, 1, 8, tzinfo=CHINA_TIME)  # in the zone of our moments, whose offset is not asked then


def joined(*parts: object) -> str:
    """Return one key made of several facts, with a separator that stands in no id."""
    return "\x1f".join(map(str, parts))


def microseconds(moment: datetime) -> int:
    """Return *moment* as a number, whatever its zone."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds  # half of what a division takes


def conversation(person: PersonId, where: Recipient) -> str:
    return joined(person, where.scope, where.id)


def question_key(question: Question) -> str:
    return joined(conversation(question.person, question.where), question.topic, question.subject)
