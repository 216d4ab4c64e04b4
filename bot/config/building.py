"""Checked tables -> Config: the same facts as the records that handlers know."""

from collections.abc import Mapping
from pathlib import Path

from bot.config import tables
from bot.config.reception_tables import ExceptionTable, ReceptionTable
from bot.config.secrets import rooted
from bot.config.settings import Config, StorageSettings
from bot.config.words import DINGTALK, POSTGRESQL, WEBCHAT, WECOM
from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.intake.rules.recognise import DEFAULT, Thresholds
from handlers.message import Account
from handlers.people.rules.roster import (
    DayChange,
    Deputy,
    Door,
    Group,
    Limits,
    PersonId,
    Place,
    Point,
    Reception,
    Roster,
    Staff,
    Station,
    Topic,
)


def config_from(document: tables.Document, folder: Path) -> Config:
    """Return what *document* sets up, relative paths taken from *folder*."""
    roster = Roster(_station(table) for table in document.stations)
    phones = {
        phone for table in document.stations for phone in (table.phone, *table.phones, *(d.phone for d in table.doors))
    }
    return Config(
        name=document.installation.name,
        storage=_storage(document.storage, folder),
        webchat=document.webchat,
        wecom=None if document.wecom is None else document.wecom.within(folder),
        dingtalk=None if document.dingtalk is None else document.dingtalk.within(folder),
        web=document.web,
        roster=roster,
        bound=_bound(document),
        public_phones=frozenset(phones - {""}),
    )


def _bound(document: tables.Document) -> Mapping[Account, PersonId]:
    """Return whose account each is; a person is first spoken to where the file gives him one himself."""
    people: list[tables.DeputyTable | tables.StaffTable] = []
    for table in document.stations:
        people += (*table.deputies, *table.staff)
    robots = {one.name for one in document.dingtalk.robots} if document.dingtalk is not None else set()
    given = {
        Account(platform=DINGTALK if name in robots else WECOM, account=name, user=user): one.id
        for one in people
        for name, user in one.accounts
    }
    in_browser = {Account(platform=WEBCHAT, account=WEBCHAT, user=one.id): one.id for one in people}
    return {**given, **in_browser} if document.webchat.enabled else given


def _storage(table: tables.StorageTable, folder: Path) -> StorageSettings:
    kind, _, path = table.url.partition(":")
    key, password = rooted(folder, table.key), rooted(folder, table.password)
    if kind == POSTGRESQL:
        return StorageSettings(url=table.url, folder=folder / (table.folder or tables.DATA), key=key, password=password)
    return StorageSettings(url=f"{kind}:{folder / path}", folder=(folder / path).parent, key=key)


def _station(table: tables.StationTable) -> Station:
    return Station(
        id=table.id,
        code=table.code,
        name=table.name,
        county=table.county,
        township=table.township,
        address=table.address,
        phone=table.phone,
        hours=table.hours,
        congress=table.congress,
        points=tuple(Point(id=one.id, name=one.name, address=one.address) for one in table.points),
        receptions=tuple(_reception(one) for one in table.receptions),
        groups=tuple(_group(one) for one in table.groups),
        deputies=tuple(_deputy(one) for one in table.deputies),
        staff=tuple(Staff(person=one.id, name=one.name, role=one.role) for one in table.staff),
        units=table.units,
        doors=tuple(_door(one) for one in table.doors),
        topic=None if table.topic is None else _topic(table.topic),
        activities=tuple(one.activity() for one in table.activities),
        thresholds=DEFAULT if table.recognition is None else _thresholds(table.recognition),
        limits=Limits(**dict(table.limits)),
        calendar=WorkCalendar(published_tables(), local_holidays=dict(table.local_holidays)),
        quiet_from=table.quiet_from,
        quiet_to=table.quiet_to,
        link=table.link,
        standing_leave=table.standing_leave,
    )


def _reception(table: ReceptionTable) -> Reception:
    return Reception(
        id=table.id,
        rule=table.reception_rule(),
        point=table.point,
        start=table.start,
        end=table.end,
        deputies=table.deputies,
        per_day=table.per_day,
        offices=table.offices,
        changes=tuple(_change(one) for one in table.exceptions),
    )


def _change(table: ExceptionTable) -> DayChange:
    return DayChange(
        nominal=table.on,
        reason=table.reason,
        held=table.held,
        to=table.to,
        place=table.place,
        deputies=table.deputies,
    )


def _thresholds(table: tables.RecognitionTable) -> Thresholds:
    return Thresholds(registers_from=table.registers_from, asks_from=table.asks_from)


def _door(table: tables.DoorTable) -> Door:
    return Door(
        name=table.name,
        about=table.about,
        address=table.address,
        phone=table.phone,
        hours=table.hours,
        bring=table.bring,
        redirect=table.redirect,
    )


def _group(table: tables.GroupTable) -> Group:
    return Group(
        id=table.id,
        name=table.name,
        kind=table.kind,
        place=_place(table),
        deputy=table.deputy,
        point=table.point,
        villages=table.villages,
        webhook=table.webhook,
    )


def _place(table: tables.GroupTable) -> Place:
    """Return where the group is; one whose chat nobody knows yet has a place of its own without an account."""
    if table.platform == WEBCHAT:
        return Place(platform=WEBCHAT, account=WEBCHAT, chat=table.id)
    return Place(platform=table.platform, account=table.account, chat=table.chat or table.id)


def _deputy(table: tables.DeputyTable) -> Deputy:
    return Deputy(person=table.id, name=table.name, levels=table.levels, villages=table.villages, point=table.point)


def _topic(table: tables.TopicTable) -> Topic:
    return Topic(
        post_at=table.post_at,
        discussion_weekday=table.discussion_weekday,
        discussion_at=table.discussion_at,
        place=table.place,
        nudge_below=table.nudge_below,
        work=table.work,
    )
