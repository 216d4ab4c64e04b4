"""A county at nine o'clock: the notices of 1 200 groups within half an hour, and no limit of the platform broken."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from bot.config.secrets import FileSecret
from bot.config.wecom import SocketBot, Webhook, WeComSettings
from bot.delivery import DeliveryRun
from bot.platforms.wecom.adapter import WeCom
from bot.platforms.wecom.building import wecom
from handlers.dates.china_time import moment
from handlers.meetings.telling import GroupPost, post
from handlers.people.rules.roster import Group, GroupId, GroupKind, Place, Roster, Station, StationId
from storage.alone import Alone
from tests.bot.wecom.stage import BOT, SECRET, VOTER, Heard
from tests.simulators.passing import SteppedTime
from tests.simulators.wecom.simulator import Simulator
from tests.support.memory import MemoryStorage
from tests.support.township import STATION

STATIONS: Final = 15
GROUPS: Final = 80  # of each station
ROBOT_ONLY: Final = 4  # one group in so many has never spoken to the bot
NINE: Final = moment(date(2026, 11, 20), time(9))


def a_group(station: int, number: int) -> Group:
    name = f"g-{station}-{number}"
    place = Place(platform="wecom", account="main", chat=f"wr{name}")
    return Group(id=GroupId(name), name=name, kind=GroupKind.DEPUTIES, place=place, webhook=name)


def a_station(number: int) -> Station:
    groups = tuple(a_group(number, one) for one in range(GROUPS))
    return replace(STATION, id=StationId(f"station-{number}"), code=f"Q{number}", groups=groups, receptions=())


def a_notice(station: Station) -> GroupPost:
    return GroupPost(
        key=f"reception/{station.id}",
        station=station,
        slot="reception",
        text="代表接待日：周一上午九点，请大家来坐坐。",
        due=NINE,
        until=NINE + timedelta(days=3),
        spread_out=True,
    )


@asynccontextmanager
async def a_county(folder: Path, clock: SteppedTime, roster: Roster) -> AsyncIterator[tuple[Simulator, WeCom]]:
    """Open the platform with a bot in every group and a robot beside it; one in four has never spoken to the bot."""

    def secret(words: str) -> FileSecret:
        path = folder / f"{words}.txt"
        path.write_text(words, "utf-8")
        return FileSecret(path)

    async with Simulator(clock=clock, sleep=clock.sleep) as simulator:
        simulator.add_socket_bot(BOT, name="小助手", secret=SECRET)
        settings = WeComSettings(
            qyapi=simulator.url,
            socket=simulator.socket,
            aibots=(SocketBot(name="main", mode="socket", bot_id=BOT, secret=secret(SECRET)),),
            webhooks=tuple(Webhook(name=group, key=secret(group)) for group in roster.groups),
        )
        media = folder / "media"
        platform = wecom(settings, roster=roster, clock=clock, folder=media, lease=Alone(), jitter=Random(1))
        await platform.start(Heard())
        for number, group in enumerate(roster.groups.values()):
            simulator.add_group(group.place.chat, (VOTER,), bots=(BOT,))
            simulator.add_webhook(group.id, group.place.chat)
            if number % ROBOT_ONLY:
                await simulator.says(VOTER, "@小助手 你好", chat=group.place.chat)
        yield simulator, platform
        await platform.stop()


async def test_the_notices_of_a_county_are_taken_within_half_an_hour_and_none_is_refused_or_said_twice(
    tmp_path: Path,
) -> None:
    roster = Roster(map(a_station, range(STATIONS)))
    clock = SteppedTime(NINE - timedelta(minutes=5))
    storage = MemoryStorage(roster)
    async with a_county(tmp_path, clock, roster) as (simulator, platform):
        async with storage.begin() as work:
            for station in roster.stations.values():
                await post(a_notice(station), station.groups, clock.now(), work)
        delivery = DeliveryRun(storage, {platform.name: platform}, clock)
        for _ in range(40):
            await delivery.drain()
            await clock.passes(minutes=1)
        shown = [simulator.shown(group.place.chat) for group in roster.groups.values()]
        assert Counter(map(len, shown)) == {1: STATIONS * GROUPS}
        assert Counter(one.by == BOT for (one,) in shown) == {True: 900, False: 300}
        minutes = Counter((one.at - NINE) // timedelta(minutes=1) for (one,) in shown)
        assert set(minutes) <= set(range(31))
        assert max(minutes.values()) < 2 * STATIONS * GROUPS / 30
        refused = {one.labels["code"] for one in platform.figures() if one.name == "liaison_wecom_refused"}
        assert refused == {"93001"}, "nothing but pushes to groups that never spoke to the bot"
        assert simulator.breaches == []
