"""The tables of config.toml and the keys each may have."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, ValidationInfo, field_validator

from bot.config.settings import FileSecret
from bot.config.values import (
    LIMIT_NAMES,
    Clock,
    Code,
    Count,
    Day,
    Host,
    Id,
    Kind,
    Level,
    LimitName,
    LoopbackHost,
    NoRepeats,
    Phone,
    Policy,
    Port,
    SecretPlace,
    StaffRole,
    StorageUrl,
    Text,
    WeekdayWord,
    wrong,
)
from handlers.dates.weeks import Weekday
from handlers.meetings.rules.reception_days import MonthlyDay, NominalDays, NthWeekday, ReceptionRule, RestDayPolicy
from handlers.people.rules.roster import NUDGE_BELOW, QUIET_FROM, QUIET_TO, GroupKind

DEFAULT_KEY: Final = FileSecret(Path("data/contacts.key"))
LOOPBACK: Final = "127.0.0.1"


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class InstallationTable(Table):
    name: Text


class StorageTable(Table):
    url: StorageUrl
    key: SecretPlace = DEFAULT_KEY


class WebChatVoterTable(Table):
    id: Id
    name: Text
    groups: Annotated[list[Id], NoRepeats] = []


class WebChatTable(Table):
    enabled: StrictBool = True
    host: LoopbackHost = LOOPBACK
    port: Port = 8080
    fast_forward: StrictBool = False
    voters: list[WebChatVoterTable] = []


class WebTable(Table):
    host: Host = LOOPBACK
    port: Port = 8081


class PointTable(Table):
    id: Id
    name: Text
    address: Text


class DeputyTable(Table):
    id: Id
    name: Text
    levels: Annotated[list[Level], NoRepeats, Field(min_length=1)]
    villages: Annotated[list[Text], NoRepeats] = []
    point: Id | None = None


class StaffTable(Table):
    id: Id
    name: Text
    role: StaffRole


class GroupTable(Table):
    id: Id
    name: Text
    kind: Kind
    deputy: Id | None = Field(default=None, validate_default=True)
    point: Id | None = None
    villages: Annotated[list[Text], NoRepeats] = []

    @field_validator("deputy")
    @classmethod
    def _voters_have_a_deputy(cls, deputy: str | None, info: ValidationInfo) -> str | None:
        if deputy is None and info.data.get("kind") is GroupKind.VOTERS:
            raise wrong("no_deputy")
        return deputy


class _ReceptionTable(Table):
    id: Id
    point: Id | None = None
    start: Clock
    end: Clock
    deputies: Annotated[list[Id], NoRepeats, Field(min_length=1)]
    per_day: Count
    on_weekend: Policy = RestDayPolicy.POSTPONE_NEXT_WORKDAY
    on_holiday: Policy = RestDayPolicy.POSTPONE_NEXT_WORKDAY

    @field_validator("end")
    @classmethod
    def _ends_after_it_began(cls, end: time, info: ValidationInfo) -> time:
        start = info.data.get("start", time.min)
        if end <= start:
            raise wrong("end_before_start", start=start)
        return end

    @field_validator("per_day")
    @classmethod
    def _enough_deputies(cls, per_day: int, info: ValidationInfo) -> int:
        deputies = info.data.get("deputies")
        if deputies is not None and per_day > len(deputies):
            raise wrong("too_few_deputies", count=len(deputies))
        return per_day


class MonthlyDayTable(_ReceptionTable):
    rule: Literal["monthly_day"]
    day: Annotated[StrictInt, Field(ge=1, le=31)]

    @field_validator("on_weekend")
    @classmethod
    def _weekends_end(cls, policy: RestDayPolicy) -> RestDayPolicy:
        if policy is RestDayPolicy.NEXT_SAME_WEEKDAY:
            raise wrong("weekend_again")
        return policy

    def reception_rule(self) -> ReceptionRule:
        return _rule(MonthlyDay(day=self.day), self)


class NthWeekdayTable(_ReceptionTable):
    rule: Literal["nth_weekday"]
    nth: Annotated[StrictInt, Field(ge=1, le=5)]
    weekday: WeekdayWord
    first_week: StrictBool = False

    @field_validator("weekday")
    @classmethod
    def _weekends_end(cls, weekday: Weekday, info: ValidationInfo) -> Weekday:
        if weekday >= Weekday.SAT and info.data.get("on_weekend") is RestDayPolicy.NEXT_SAME_WEEKDAY:
            raise wrong("weekend_again")
        return weekday

    def reception_rule(self) -> ReceptionRule:
        return _rule(NthWeekday(nth=self.nth, weekday=self.weekday, first_week=self.first_week), self)


ReceptionTable = MonthlyDayTable | NthWeekdayTable


def _rule(days: NominalDays, table: _ReceptionTable) -> ReceptionRule:
    return ReceptionRule(days=days, on_weekend=table.on_weekend, on_holiday=table.on_holiday)


class TopicTable(Table):
    post_at: Clock
    discussion_weekday: WeekdayWord
    discussion_at: Clock
    place: Text
    nudge_below: Annotated[StrictInt, Field(ge=0)] = NUDGE_BELOW


class StationTable(Table):
    id: Id
    code: Code
    name: Text
    county: Text
    township: Text
    address: Text
    phone: Phone
    hours: Text
    congress: Text
    units: Annotated[list[Text], NoRepeats] = []
    phones: Annotated[list[Phone], NoRepeats] = []
    quiet_from: Clock = QUIET_FROM
    quiet_to: Clock = QUIET_TO
    topic: TopicTable | None = None
    limits: dict[LimitName, Count] = {}
    local_holidays: dict[Day, Text] = {}
    points: list[PointTable] = []
    receptions: list[Annotated[ReceptionTable, Field(discriminator="rule")]] = []
    groups: list[GroupTable] = []
    deputies: Annotated[list[DeputyTable], Field(min_length=1)]
    staff: Annotated[list[StaffTable], Field(min_length=1)]


class Document(Table):
    installation: InstallationTable
    storage: StorageTable
    webchat: WebChatTable = WebChatTable()
    web: WebTable = WebTable()
    stations: Annotated[list[StationTable], Field(min_length=1)]


KEYS: Final[Mapping[str, frozenset[str]]] = {
    "": frozenset(Document.model_fields),
    "installation": frozenset(InstallationTable.model_fields),
    "storage": frozenset(StorageTable.model_fields),
    "webchat": frozenset(WebChatTable.model_fields),
    "webchat.voters": frozenset(WebChatVoterTable.model_fields),
    "web": frozenset(WebTable.model_fields),
    "stations": frozenset(StationTable.model_fields),
    "stations.topic": frozenset(TopicTable.model_fields),
    "stations.limits": LIMIT_NAMES,
    "stations.points": frozenset(PointTable.model_fields),
    "stations.receptions": frozenset({*MonthlyDayTable.model_fields, *NthWeekdayTable.model_fields}),
    "stations.groups": frozenset(GroupTable.model_fields),
    "stations.deputies": frozenset(DeputyTable.model_fields),
    "stations.staff": frozenset(StaffTable.model_fields),
}
"""The keys each table knows, by its dotted name."""
