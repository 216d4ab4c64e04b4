"""What a platform's codes can mean for the message that met them, and how long is waited for those that pass."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import Final

from bot.platforms.base import NoWay, Rejected


class SetUpWrong(NoWay):
    """Nothing can be sent this way until somebody puts right what was set up; another way may do.

    Where there is none, whoever waits for a word alone must hear so in the group as from any other closed way.
    """


class Spent(SetUpWrong):
    """What may be spent in a month is spent: it waits for the next one, or until somebody has bought more."""


class MediaGone(Rejected):
    """The file that was uploaded is no longer there; it may be uploaded again."""


class TooLong(Rejected):
    """It would be taken in shorter parts."""


class Reaction(Enum):
    """What is done about a code."""

    LATER = auto()  # too many in a minute or an hour: wait for the next full minute, then longer
    CROWDED = auto()  # too many at once
    BUSY = auto()  # the platform's own trouble
    AGAIN = auto()  # it would have been taken a moment later
    BARRED = auto()  # who spoke too often is not listened to for some minutes, whatever is said
    DOUBTFUL = auto()  # nobody knows whether it was taken
    ELSEWHERE = auto()  # this way does not lead there
    GONE = auto()  # no way does: the chat is gone, or the bot from it
    UPLOAD = auto()  # the file is gone
    TOO_LONG = auto()  # in shorter parts it would be taken
    REFUSED = auto()  # not this message, whichever way
    SET_UP = auto()  # nothing at all before an administrator has looked
    SPENT = auto()  # nothing before the month ends


WAITS: Final[Mapping[Reaction, tuple[timedelta, ...]]] = {
    Reaction.LATER: (timedelta(0), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60)),
    Reaction.CROWDED: (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=3)),
    Reaction.BUSY: (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4)),
    Reaction.AGAIN: (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4)),
    Reaction.BARRED: (timedelta(minutes=10),),
}
"""How long to wait for the first time in a row, the second, and so on."""

PATIENT: Final = frozenset({Reaction.LATER, Reaction.BARRED})
"""What ends by itself, however often it is met: the last wait goes on and on."""
