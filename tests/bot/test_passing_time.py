"""Time that is made to pass at once: everything that is due happens in its moment, and it always ends."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import repeat

from bot.clock import StandingClock
from bot.delivery import DeliveryRun
from bot.passing_time import PassingTime
from bot.platforms.base import Unreachable
from bot.router import Router
from bot.schedule import Schedule
from handlers.message import Message
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.timed import Job, Occurrence
from tests.support.memory import MemoryStorage
from tests.support.platform import FakePlatform
from tests.support.records import NOON, a_heard, a_notice, later
from tests.support.township import BOUND, PLATFORM, TOWNSHIP


def noon_of_each_day(station: Station, start: datetime, end: datetime) -> Iterable[Occurrence]:
    for day in range(10):
        due = later(days=day)
        if start <= due < end:
            yield Occurrence(key=f"noon/{day}", station=station, due=due, until=None, subject="")


async def test_each_thing_happens_in_its_moment() -> None:
    moments: list[datetime] = []

    async def notes(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
        moments.append(now)

    storage, clock = MemoryStorage(TOWNSHIP, bound=BOUND), StandingClock(later(hours=-1))
    delivery = DeliveryRun(storage, {PLATFORM: FakePlatform()}, clock)
    jobs = [Job(name="noon", plan=noon_of_each_day, run=notes, missed=notes)]
    schedule = Schedule(storage, TOWNSHIP, jobs, clock, changed=delivery.wake)
    router = Router(storage, clock, changed=delivery.wake)
    await PassingTime(clock, router, schedule, delivery).pass_until(later(days=3, hours=1))
    assert moments == [later(days=day) for day in range(4)]
    assert clock.now() == later(days=3, hours=1)


async def test_time_passes_where_everything_fails() -> None:
    async def fails(*_: object) -> None:
        raise ValueError

    async def handles(message: Message, work: UnitOfWork) -> None:
        raise ValueError

    storage, clock, platform = MemoryStorage(TOWNSHIP, bound=BOUND), StandingClock(NOON), FakePlatform()
    platform.will_fail_with.extend(repeat(Unreachable("timeout"), 10_000))
    delivery = DeliveryRun(storage, {PLATFORM: platform}, clock)
    jobs = [Job(name="noon", plan=noon_of_each_day, run=fails, missed=fails)]
    schedule = Schedule(storage, TOWNSHIP, jobs, clock, changed=delivery.wake)
    router = Router(storage, clock, changed=delivery.wake, handle=handles)
    async with storage.begin() as work:
        await work.outbox.add(a_notice(), at=NOON)
    await router.hear(a_heard())
    await PassingTime(clock, router, schedule, delivery).pass_until(NOON + timedelta(days=3))
    assert clock.now() == NOON + timedelta(days=3)
