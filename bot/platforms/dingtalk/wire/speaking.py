"""What is said to DingTalk, by webhook or as a robot, and where an answer may go. No I/O.

All is said as plain text, of which no word means anything but itself: Markdown would make links of a voter's words.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

import msgspec
from yarl import URL

from bot.platforms.dingtalk.wire.robot import session_from
from bot.platforms.dingtalk.wire.signature import milliseconds

LONGEST_BY_WEBHOOK: Final = 10_500  # bytes, 3 500 Chinese characters; no limit is told, others cut at 3 800
LONGEST_BY_ROBOT: Final = 7_000  # bytes: each may take two in `msgParam`, which takes 15 000; robot-message-type
REPLY_PATH: Final = "/robot/sendBySession"
TOO_NEAR_ITS_END: Final = timedelta(seconds=60)

_PRINTED: Final = re.compile(r"[!-~]+")

Body = Mapping[str, object]


# --- where an answer may go ---


def reply_address(answer: str, hosts: Collection[str], now: datetime) -> URL | None:
    """Return where the message with that `Heard.answer` may be answered, None where it may not be, or not any more.

    Whoever forges a callback can name any address: it must be at one of *hosts*, which are written with their scheme.
    """
    session = session_from(answer)
    if milliseconds(now + TOO_NEAR_ITS_END) >= session.ends or _PRINTED.fullmatch(session.address) is None:
        return None
    try:
        address = URL(session.address, encoded=True)  # its session is made of the very signs it is written with
        known = _door(address) in {_door(URL(host)) for host in hosts}
        is_plain = address.user is None and address.password is None and address.raw_path == REPLY_PATH
    except ValueError:
        return None
    return address if known and is_plain else None


def _door(address: URL) -> tuple[str, str | None, int | None]:
    return address.scheme, address.host, address.port


# --- what a webhook is sent: that of a session, of a group's robot, of a custom robot ---


def text(content: str, mention: str | None = None) -> Body:
    """Return *content* as it stands; *mention* is the user id of whom it is for."""
    return {"msgtype": "text", "text": {"content": meant(content, mention)}, "at": at(mention)}


def meant(content: str, mention: str | None) -> str:
    """Return *content* with the mention shown in it, without which nobody is told."""
    return content if mention is None else f"@{mention} {content}"


def at(mention: str | None) -> Body:
    """Return who is told that it is for him: nobody by what the words may say."""
    return {"atUserIds": [] if mention is None else [mention], "isAtAll": False}


# --- what a robot says unasked: `msgKey` and `msgParam` ---


def sample_text(content: str) -> Body:
    return sample("sampleText", content=content)


def sample_picture(media_id: str) -> Body:
    return sample("sampleImageMsg", photoURL=media_id)


def sample_file(media_id: str, name: str) -> Body:
    return sample("sampleFile", mediaId=media_id, fileName=name, fileType=PurePath(name).suffix[1:].lower())


def sample(key: str, **parameters: str) -> Body:
    """Return what a robot says under that `msgKey`."""
    return {"msgKey": key, "msgParam": msgspec.json.encode(parameters).decode()}
