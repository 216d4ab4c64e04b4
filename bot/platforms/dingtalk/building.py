"""Settings -> the platform, its parts joined."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from bot.clock import Clock
from bot.config import dingtalk as tables
from bot.config.secrets import Secret
from bot.media.fetching import Fetcher
from bot.platforms.dingtalk.adapter import DingTalk
from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.calls.errors import reaction_to
from bot.platforms.dingtalk.duties.keeping import Duties
from bot.platforms.dingtalk.duties.lists import Calendars, Todos
from bot.platforms.dingtalk.entries import Entries, Speaker
from bot.platforms.dingtalk.hearing.callback import PATH, Callbacks, Called
from bot.platforms.dingtalk.hearing.ears import QUOTA_GONE, Hearing, Settle
from bot.platforms.dingtalk.hearing.gateway import Gateway
from bot.platforms.dingtalk.hearing.media import IncomingMedia
from bot.platforms.dingtalk.hearing.stream import Stream
from bot.platforms.dingtalk.quota import Kind, QuotaBook
from bot.platforms.dingtalk.speaking.cards import Callback, Cards
from bot.platforms.dingtalk.speaking.notices import Notices
from bot.platforms.dingtalk.speaking.robot import Robot
from bot.platforms.dingtalk.speaking.session import Sessions
from bot.platforms.dingtalk.speaking.webhook import Webhook
from bot.platforms.dingtalk.wire import told
from bot.sending.judging import Judge
from handlers.people.rules.roster import Roster
from handlers.ports import Storage


def dingtalk(
    settings: tables.DingTalkSettings,
    *,
    roster: Roster,
    storage: Storage,
    clock: Clock,
    folder: Path,
    jitter: Random,
) -> DingTalk:
    """Return the platform that *settings* describe; media are kept in *folder*, what is spent in *storage*."""
    api, judge = Api(settings.api, settings.oapi, clock), judge_of(clock)
    book = QuotaBook(storage, clock, {Kind.API: settings.api_quota, Kind.PUSH: settings.push_quota})
    speakers = {one.name: _speaker(one, settings, api, judge, book, clock, storage) for one in settings.robots}
    locate = {name: speaker.robot.address_of for name, speaker in speakers.items()}
    media = IncomingMedia(folder, Fetcher(settings.media_hosts), locate)
    hearings = {
        one.name: Hearing(
            told.Robot(entry=one.name, aliases=one.aliases),
            media=media,
            reply=speakers[one.name].sessions.excuse,
            settle=_settle(speakers[one.name].cards),
            clock=clock,
            alarm=_alarm(one, judge, book),
            spend=partial(book.spend, one.corp_id, Kind.PUSH),
        )
        for one in settings.robots
    }
    streams = {
        one.name: Stream(
            hearings[one.name],
            gateway_of(one, settings),
            connections=one.connections,
            clock=clock,
            jitter=jitter,
            alarm=partial(judge.alarm, f"stream {one.name}"),
            well=partial(judge.settle, f"stream {one.name}"),
        )
        for one in settings.robots
        if isinstance(one, tables.StreamRobot)
    }
    called = {
        one.name: Called(hearing=hearings[one.name], secret=words_of(one.client_secret))
        for one in settings.robots
        if isinstance(one, tables.CallbackRobot)
    }
    payer = settings.robots[0].corp_id if settings.robots else ""
    spend = partial(book.spend, payer, Kind.PUSH)
    entries = Entries(
        speakers=speakers,
        webhooks={one.name: webhook_of(one, api, judge, clock, spend) for one in settings.webhooks},
        payer=payer,
        hearings=hearings,
        streams=streams,
        callbacks=Callbacks(called, clock),
        duties=tuple(
            _duties(one, api, judge, book, clock, roster, storage)
            for one in settings.robots
            if one.todo_page or one.calendar
        ),
        media=media,
        book=book,
        api=api,
        judge=judge,
    )
    return DingTalk(entries, roster, clock)


def judge_of(clock: Clock) -> Judge:
    """Return who judges what the platform answers."""
    return Judge(told.PLATFORM, reaction_to, clock)


def application_of(
    robot: tables.Robot, api: Api, judge: Judge, clock: Clock, spend: Callable[[], None], *, kind: str = "robot"
) -> Application:
    """Return the application behind a robot; *spend* notes one of its calls, *kind* tells what is wrong of what."""
    secret = words_of(robot.client_secret)
    return Application(f"{kind} {robot.name}", robot.client_id, secret, api, judge, clock, spend)


def gateway_of(robot: tables.StreamRobot, settings: tables.DingTalkSettings) -> Gateway:
    """Return where the connections of a robot are opened."""
    return Gateway(
        settings.api,
        settings.stream_hosts,
        client_id=robot.client_id,
        client_secret=words_of(robot.client_secret),
    )


def webhook_of(table: tables.Webhook, api: Api, judge: Judge, clock: Clock, spend: Callable[[], None]) -> Webhook:
    """Return a group's robot; *spend* notes one of its messages."""
    secret = "" if table.secret is None else words_of(table.secret)
    return Webhook(table.name, words_of(table.access_token), secret, table.keyword, api, judge, clock, spend)


def words_of(secret: Secret) -> str:
    """Return a secret; one that is gone since the settings were read is empty, and refused by the platform."""
    return secret.read() or ""


def _speaker(
    robot: tables.Robot,
    settings: tables.DingTalkSettings,
    api: Api,
    judge: Judge,
    book: QuotaBook,
    clock: Clock,
    storage: Storage,
) -> Speaker:
    organisation = robot.corp_id
    application = application_of(robot, api, judge, clock, partial(book.spend, organisation, Kind.API))
    voice = Robot(robot.code, application, clock, storage, saves=partial(book.is_scarce, organisation, Kind.API))
    hosts = (settings.oapi, settings.api)
    pushed = partial(book.spend, organisation, Kind.PUSH)
    return Speaker(
        organisation=organisation,
        application=application,
        sessions=Sessions(robot.name, hosts, api, judge, clock, pushed),
        robot=voice,
        cards=_cards(robot, application, voice, judge),
        notices=None if robot.agent_id is None else Notices(robot.name, robot.agent_id, application, judge),
    )


def _duties(
    robot: tables.Robot, api: Api, judge: Judge, book: QuotaBook, clock: Clock, roster: Roster, storage: Storage
) -> Duties:
    """Return who keeps members' own lists; what it is refused stops nothing that the robot says."""
    spend = partial(book.spend, robot.corp_id, Kind.API)
    application = application_of(robot, api, judge, clock, spend, kind="duties")
    return Duties(
        robot.name,
        robot.corp_id,
        application,
        todos=Todos(application, robot.todo_page) if robot.todo_page else None,
        calendar=Calendars(application) if robot.calendar else None,
        roster=roster,
        storage=storage,
        clock=clock,
        book=book,
    )


def _cards(robot: tables.Robot, application: Application, voice: Robot, judge: Judge) -> Cards | None:
    """Return what asks with buttons, None where nothing does, or nobody would hear of the clicks."""
    if not robot.card_template:
        return None
    callback = None
    if isinstance(robot, tables.CallbackRobot):
        if not robot.address:
            return None
        address = f"{robot.address}{PATH}/card/{robot.name}"
        callback = Callback(route=robot.name, address=address, secret=words_of(robot.client_secret))
    return Cards(robot.name, robot.card_template, robot.code, application, voice, callback, judge)


def _settle(cards: Cards | None) -> Settle | None:
    return None if cards is None else cards.settle


def _alarm(robot: tables.Robot, judge: Judge, book: QuotaBook) -> Callable[[str], None]:
    """Return who is told what somebody has to put right; that a quota is used up stands in the quota book."""

    def alarm(why: str) -> None:
        if why == QUOTA_GONE:
            book.note_stop(robot.corp_id)
        else:
            judge.alarm(f"robot {robot.name}", why)

    return alarm
