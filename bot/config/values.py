"""What one value of config.toml must be. A wrong one is named by a code; `texts.RIGHT` has the words for each."""

import os
import re
from collections.abc import Mapping
from datetime import date, time
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, LiteralString, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError

from bot.config import words
from bot.config.settings import EnvSecret, FileSecret, Secret
from handlers.dates.weeks import Weekday
from handlers.meetings.rules.reception_days import RestDayPolicy
from handlers.people.rules.roster import DeputyLevel, GroupKind, Limits, Role

T = TypeVar("T")

ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE: Final = re.compile(r"[A-Z]{1,6}")
CLOCK: Final = re.compile(r"(\d{1,2})[:：](\d{2})", re.ASCII)
PHONE: Final = re.compile(r"0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|\d{7,8}|\d{3,5}", re.ASCII)
LIMIT_NAMES: Final = frozenset(Limits.__dataclass_fields__)


def wrong(code: LiteralString, **facts: object) -> PydanticCustomError:
    """Return the error that says what is wrong by its *code*, with what the words will need."""
    return PydanticCustomError(code, code, facts)


def _written(pattern: re.Pattern[str], code: LiteralString) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise wrong(code)
        return value

    return AfterValidator(check)


def _among(choices: Mapping[str, T], what: str) -> BeforeValidator:
    def choose(value: object) -> T:
        word = value.strip().lower() if isinstance(value, str) else ""
        if word not in choices:
            raise wrong("choice", what=what, word=word, choices=choices)
        return choices[word]

    return BeforeValidator(choose)


def _one_line(value: str) -> str:
    if any(sign < " " for sign in value):
        raise wrong("one_line")
    return value


def _clock(value: object) -> time:
    """Return a time of day from `09:00`, with quotes or without."""
    if isinstance(value, time):
        return value
    match = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise wrong("clock")
    return time(int(match[1]), int(match[2]))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise wrong("day") from None


def _limit(value: str) -> str:
    if value not in LIMIT_NAMES:
        raise wrong("extra_forbidden")
    return value


def _host(value: str) -> str:
    try:
        return value if value == "localhost" else str(ip_address(value))
    except ValueError:
        raise wrong("host") from None


def _loopback(value: str) -> str:
    if value != "localhost" and not ip_address(value).is_loopback:
        raise wrong("loopback")
    return value


def _storage(value: str) -> str:
    kind, _, rest = value.partition(":")
    if kind == "postgresql":
        raise wrong("postgresql")
    if kind != "tinydb" or not rest.strip():
        raise wrong("storage_url")
    return value


def _secret(value: object) -> Secret:
    kind, _, rest = value.partition(":") if isinstance(value, str) else ("", "", "")
    if kind == "file" and rest:
        return FileSecret(Path(rest))
    if kind != "env" or not rest:
        raise wrong("secret")
    if rest not in os.environ:
        raise wrong("secret_unset", name=rest)
    return EnvSecret(rest)


def _no_repeats(value: list[T]) -> list[T]:
    for one in value:
        if value.count(one) > 1:
            raise wrong("repeated", value=one)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_one_line)]
Id = Annotated[str, _written(ID, "id")]
Code = Annotated[str, _written(CODE, "code")]
Phone = Annotated[str, _written(PHONE, "phone")]
Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[StrictInt, Field(ge=1, le=9999)]
LimitName = Annotated[str, AfterValidator(_limit)]
Port = Annotated[StrictInt, Field(ge=0, le=65535)]
Host = Annotated[str, AfterValidator(_host)]
LoopbackHost = Annotated[Host, AfterValidator(_loopback)]
StorageUrl = Annotated[str, AfterValidator(_storage)]
SecretPlace = Annotated[Secret, BeforeValidator(_secret)]
NoRepeats: Final = AfterValidator(_no_repeats)

WeekdayWord = Annotated[Weekday, _among(words.WEEKDAYS, "weekday")]
Level = Annotated[DeputyLevel, _among(words.LEVELS, "level")]
StaffRole = Annotated[Role, _among(words.STAFF_ROLES, "role")]
Kind = Annotated[GroupKind, _among(words.GROUP_KINDS, "kind")]
Policy = Annotated[RestDayPolicy, _among(words.REST_DAY_POLICIES, "policy")]
