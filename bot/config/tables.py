"""The tables of config.toml and the keys each may have."""

from datetime import date, time
from pathlib import Path
from typing import Final

from bot.config import values
from bot.config.activities import ActivityTable, activity, each_kind_once
from bot.config.dingtalk import DingTalkSettings
from bot.config.keys import Earlier, Table, entries, listed, optional, required, wrong
from bot.config.reception_tables import ReceptionTable, reception
from bot.config.secrets import FileSecret, Secret, secret
from bot.config.settings import WebChatSettings, WebSettings
from bot.config.wecom import WeComSettings
from bot.config.words import POSTGRESQL, WEBCHAT
from handlers.dates.weeks import Weekday
from handlers.intake.rules.recognise import DEFAULT
from handlers.people.rules.roster import (
    NUDGE_BELOW,
    QUIET_FROM,
    QUIET_TO,
    DeputyLevel,
    GroupId,
    GroupKind,
    PersonId,
    PointId,
    Role,
    StationId,
)
from handlers.petitions.rules.redirects import Redirect

Accounts = tuple[tuple[str, str], ...]
"""A person's id at a platform, by the name of the bot or app that knows him by it."""

DATA: Final = Path("data")
DEFAULT_KEY: Final[Secret] = FileSecret(DATA / "contacts.key")


class InstallationTable(Table):
    name: str = required(values.text)


def _of_a_database(value: object, earlier: Earlier) -> None:
    if value is not None and not str(earlier.get("url", POSTGRESQL)).startswith(POSTGRESQL):
        raise wrong("of_a_database")


class StorageTable(Table):
    url: str = required(values.storage_url)
    key: Secret = optional(secret, default=DEFAULT_KEY)
    password: Secret | None = optional(secret, _of_a_database, default=None)
    folder: Path | None = optional(values.path, _of_a_database, default=None)


class PointTable(Table):
    id: PointId = required(values.id_of(PointId))
    name: str = required(values.text)
    address: str = required(values.text)


class DeputyTable(Table):
    id: PersonId = required(values.id_of(PersonId))
    name: str = required(values.text)
    levels: tuple[DeputyLevel, ...] = required(listed(values.level), values.filled, values.distinct)
    villages: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    point: PointId | None = optional(values.id_of(PointId), default=None)
    accounts: Accounts = optional(entries(values.id_of(str), values.text), default=())


class StaffTable(Table):
    id: PersonId = required(values.id_of(PersonId))
    name: str = required(values.text)
    role: Role = required(values.staff_role)
    accounts: Accounts = optional(entries(values.id_of(str), values.text), default=())


def _with_a_deputy(deputy: PersonId | None, earlier: Earlier) -> None:
    if deputy is None and earlier.get("kind") is GroupKind.VOTERS:
        raise wrong("no_deputy")


def _with_its_account(chat: str, earlier: Earlier) -> None:
    if bool(chat) != bool(earlier.get("account")):
        raise wrong("chat_and_account")


def _not_of_webchat(name: str, earlier: Earlier) -> None:
    if name and earlier.get("platform") == WEBCHAT:
        raise wrong("of_webchat")


class GroupTable(Table):
    """*account* is the bot that is in the chat, or the app that made it; *webhook* is the robot beside it."""

    id: GroupId = required(values.id_of(GroupId))
    name: str = required(values.text)
    kind: GroupKind = required(values.group_kind)
    deputy: PersonId | None = optional(values.id_of(PersonId), _with_a_deputy, default=None)
    point: PointId | None = optional(values.id_of(PointId), default=None)
    villages: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    platform: str = optional(values.platform, default=WEBCHAT)
    account: str = optional(values.id_of(str), _not_of_webchat, default="")
    chat: str = optional(values.text, _with_its_account, default="")
    webhook: str = optional(values.id_of(str), _not_of_webchat, default="")


class DoorTable(Table):
    name: str = required(values.text)
    about: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    address: str = optional(values.text, default="")
    phone: str = optional(values.phone, default="")
    hours: str = optional(values.text, default="")
    bring: str = optional(values.text, default="")
    redirect: Redirect | None = optional(values.redirect, default=None)


class TopicTable(Table):
    post_at: time = required(values.clock)
    discussion_weekday: Weekday = required(values.weekday)
    discussion_at: time = required(values.clock)
    place: str = required(values.text)
    nudge_below: int = optional(values.whole(0, 9999), default=NUDGE_BELOW)
    work: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())


def _at_least_asked(registers_from: float, earlier: Earlier) -> None:
    asks_from = earlier.get("asks_from")
    if isinstance(asks_from, float) and registers_from < asks_from:
        raise wrong("below_asking", asks_from=asks_from)


class RecognitionTable(Table):
    asks_from: float = optional(values.share, default=DEFAULT.asks_from)
    registers_from: float = optional(values.share, _at_least_asked, default=DEFAULT.registers_from)


class StationTable(Table):
    id: StationId = required(values.id_of(StationId))
    code: str = required(values.code)
    name: str = required(values.text)
    county: str = required(values.text)
    township: str = required(values.text)
    address: str = required(values.text)
    phone: str = required(values.phone)
    hours: str = required(values.text)
    congress: str = required(values.text)
    units: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    phones: tuple[str, ...] = optional(listed(values.phone), values.distinct, default=())
    quiet_from: time = optional(values.clock, default=QUIET_FROM)
    quiet_to: time = optional(values.clock, default=QUIET_TO)
    link: str = optional(values.text, default="")
    standing_leave: bool = optional(values.yes_or_no, default=False)
    topic: TopicTable | None = optional(TopicTable.read, default=None)
    activities: tuple[ActivityTable, ...] = optional(listed(activity), each_kind_once, default=())
    recognition: RecognitionTable | None = optional(RecognitionTable.read, default=None)
    limits: tuple[tuple[str, int], ...] = optional(entries(values.limit, values.count), default=())
    local_holidays: tuple[tuple[date, str], ...] = optional(entries(values.day, values.text), default=())
    doors: tuple[DoorTable, ...] = optional(listed(DoorTable.read), default=())
    points: tuple[PointTable, ...] = optional(listed(PointTable.read), default=())
    receptions: tuple[ReceptionTable, ...] = optional(listed(reception), default=())
    groups: tuple[GroupTable, ...] = optional(listed(GroupTable.read), default=())
    deputies: tuple[DeputyTable, ...] = required(listed(DeputyTable.read), values.filled)
    staff: tuple[StaffTable, ...] = required(listed(StaffTable.read), values.filled)


class Document(Table):
    installation: InstallationTable = required(InstallationTable.read)
    storage: StorageTable = required(StorageTable.read)
    webchat: WebChatSettings = optional(WebChatSettings.read, default=WebChatSettings())
    wecom: WeComSettings | None = optional(WeComSettings.read, default=None)
    dingtalk: DingTalkSettings | None = optional(DingTalkSettings.read, default=None)
    web: WebSettings = optional(WebSettings.read, default=WebSettings())
    stations: tuple[StationTable, ...] = required(listed(StationTable.read), values.filled)
