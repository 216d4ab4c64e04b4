"""What one value of config.toml must be. A wrong one is named by a code; `texts.RIGHT` has the words for each."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from ipaddress import ip_address
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bot.config import words
from bot.config.keys import Earlier, Finding, Reader, Table, Wrong, wrong
from handlers.people.rules.roster import Limits

T = TypeVar("T")
TableT = TypeVar("TableT", bound=Table)

ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE: Final = re.compile(r"[A-Z]{1,6}")
CLOCK: Final = re.compile(r"(\d{1,2})[:：](\d{2})", re.ASCII)
PHONE: Final = re.compile(r"0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|\d{7,8}|\d{3,5}", re.ASCII)
LONGEST: Final = 80
LONGEST_PAGE: Final = 1024  # bytes; open.dingtalk.com, 新增钉钉待办任务, detailUrl
LIMIT_NAMES: Final = frozenset(Limits.__dataclass_fields__)


def yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise wrong("yes_or_no")
    return value


def whole(least: int, most: int) -> Reader[int]:
    """Return the reader of a whole number within these bounds."""

    def number(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong("whole")
        if value < least:
            raise wrong("too_small", least=least)
        if value > most:
            raise wrong("too_big", most=most)
        return value

    return number


def share(value: object) -> float:
    """Return a number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise wrong("share")
    return float(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise wrong("string")
    return value


def text(value: object) -> str:
    """Return some words in one line, without the blanks around them."""
    said = _string(value).strip()
    if not said:
        raise wrong("empty")
    if len(said) > LONGEST:
        raise wrong("too_long", most=LONGEST)
    if any(sign < " " for sign in said):
        raise wrong("one_line")
    return said


def id_of(kind: Callable[[str], T]) -> Reader[T]:
    """Return the reader of the ids of one *kind*."""
    read = _written(ID, "id")
    return lambda value: kind(read(value))


def _written(pattern: re.Pattern[str], code: str) -> Reader[str]:
    def matching(value: object) -> str:
        said = _string(value)
        if not pattern.fullmatch(said):
            raise wrong(code)
        return said

    return matching


def among(choices: Mapping[str, T], what: str) -> Reader[T]:
    """Return the reader of a closed choice; *what* names it in the words for a wrong one."""

    def chosen(value: object) -> T:
        word = value.strip().lower() if isinstance(value, str) else ""
        if word not in choices:
            raise wrong("choice", what=what, word=word, choices=choices)
        return choices[word]

    return chosen


def in_mode(kinds: Mapping[str, type[TableT]]) -> Reader[TableT]:
    """Return the reader of tables whose key `mode` tells of which kind each is."""

    def table(value: object) -> TableT:
        if not isinstance(value, dict):
            raise wrong("table")
        try:
            kind = among(kinds, "mode")(value.get("mode"))
        except Wrong as error:
            raise Wrong(*(Finding(path=("mode",), code=one.code, facts=one.facts) for one in error.findings)) from None
        return kind.read(value)

    return table


def clock(value: object) -> time:
    """Return a time of day from `09:00`, with quotes or without."""
    if isinstance(value, time):
        return value
    match = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise wrong("clock")
    return time(int(match[1]), int(match[2]))


def day(value: object) -> date:
    """Return a day of this century."""
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        raise wrong("day") from None
    if not 2000 <= found.year <= 2099:
        raise wrong("day")
    return found


def limit(value: object) -> str:
    """Return the name of one of a station's periods."""
    if value not in LIMIT_NAMES:
        raise wrong("unknown", keys=LIMIT_NAMES)
    return str(value)


def host(value: object) -> str:
    said = _string(value)
    try:
        return said if said == "localhost" else str(ip_address(said))
    except ValueError:
        raise wrong("host") from None


def loopback(value: object) -> str:
    """Return an address that only this machine can reach."""
    said = host(value)
    if said != "localhost" and not ip_address(said).is_loopback:
        raise wrong("loopback")
    return said


def address(*schemes: str) -> Reader[str]:
    """Return the reader of a server's address with one of these schemes and no path."""

    def server(value: object) -> str:
        said = _string(value).rstrip("/")
        try:
            parts = urlsplit(said)
            whole = parts.scheme in schemes and bool(parts.hostname) and said == f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            whole = False
        if not whole:
            raise wrong("address", scheme=schemes[0])
        return said

    return server


def page(value: object) -> str:
    """Return the address of a page that anybody may be sent to."""
    said = _string(value).strip()
    try:
        parts = urlsplit(said)
        whole = parts.scheme == "https" and bool(parts.hostname) and said.isprintable() and " " not in said
    except ValueError:
        whole = False
    if not whole or len(said.encode()) > LONGEST_PAGE:
        raise wrong("page", most=LONGEST_PAGE)
    return said


def path(value: object) -> Path:
    return Path(text(value))


def storage_url(value: object) -> str:
    said = _string(value)
    kind, _, rest = said.partition(":")
    if kind == words.POSTGRESQL:
        return _database(said)
    if kind != "tinydb" or not rest.strip():
        raise wrong("storage_url")
    return said


def _database(said: str) -> str:
    try:
        parts = urlsplit(said)
        whole = parts.netloc != "" and parts.path.strip("/") != ""
        secret = parts.password is not None or "password=" in parts.query
    except ValueError:
        raise wrong("database") from None
    if secret:
        raise wrong("password_in_url")
    if not whole:
        raise wrong("database")
    return said


def filled(members: tuple[object, ...], earlier: Earlier) -> None:
    """Check that a list is not empty."""
    if not members:
        raise wrong("nothing")


def distinct(members: tuple[object, ...], earlier: Earlier) -> None:
    """Check that a list names nothing twice."""
    for one in members:
        if members.count(one) > 1:
            raise wrong("repeated", value=one)


code: Final = _written(CODE, "code")
phone: Final = _written(PHONE, "phone")
count: Final = whole(1, 9999)
day_of_month: Final = whole(1, 31)
port: Final = whole(0, 65535)
weekday: Final = among(words.WEEKDAYS, "weekday")
level: Final = among(words.LEVELS, "level")
staff_role: Final = among(words.STAFF_ROLES, "role")
group_kind: Final = among(words.GROUP_KINDS, "kind")
redirect: Final = among(words.REDIRECTS, "redirect")
platform: Final = among(words.PLATFORMS, "platform")
activity: Final = among(words.ACTIVITIES, "activity")
policy: Final = among(words.REST_DAY_POLICIES, "policy")
