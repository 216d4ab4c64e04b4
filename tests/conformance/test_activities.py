"""Activities: found by id, by date, by what is still to be done, by what people changed."""

from dataclasses import replace
from datetime import timedelta

from handlers.meetings.rules.activity_records import ActivityId, Agreed
from handlers.people.rules.roster import DayChange, StationId
from handlers.ports import Storage
from tests.conformance.conftest import Reopen
from tests.support.records import NOON, STATION, an_activity, later

TODAY = NOON.date()


async def test_an_activity_is_stored_by_its_id(reopen: Reopen) -> None:
    held = replace(an_activity(), minutes="划车位", agreed=(Agreed(what="划车位", who="城管队", until=TODAY),))
    async with (await reopen()).begin() as work:
        assert await work.meetings.activity(an_activity().id) is None
        await work.meetings.save_activity(an_activity())
        await work.meetings.save_activity(held)
    async with (await reopen()).begin() as work:
        assert await work.meetings.activity(an_activity().id) == held


async def test_activities_between_two_dates_come_by_their_beginning_both_ends_included(storage: Storage) -> None:
    first, last = an_activity(NOON.replace(hour=0)), an_activity(later(days=3).replace(hour=23, minute=59))
    outside = [an_activity(later(days=-1)), an_activity(later(days=4).replace(hour=0))]
    elsewhere = replace(first, id=ActivityId("bs/forum"), station=StationId("bs"))
    async with storage.begin() as work:
        for one in (last, *outside, first, elsewhere):
            await work.meetings.save_activity(one)
        assert list(await work.meetings.activities(STATION, TODAY, TODAY + timedelta(days=3))) == [first, last]


async def test_what_was_agreed_is_followed_until_all_of_it_has_ended(reopen: Reopen) -> None:
    to_do = Agreed(what="划车位")
    newer = replace(an_activity(later(days=1)), agreed=(replace(to_do, ended=TODAY), to_do))
    older = replace(an_activity(), agreed=(to_do,))
    done = replace(an_activity(later(days=2)), agreed=(replace(to_do, ended=TODAY),))
    async with (await reopen()).begin() as work:
        for one in (newer, older, done, an_activity(later(days=3))):
            await work.meetings.save_activity(one)
    async with (await reopen()).begin() as work:
        assert list(await work.meetings.followed(STATION)) == [older, newer]
        await work.meetings.save_activity(replace(older, agreed=()))
        assert list(await work.meetings.followed(STATION)) == [newer]


async def test_a_changed_activity_is_found_until_both_its_days_have_passed(storage: Storage) -> None:
    put_off = replace(an_activity(), start=later(days=5), change=DayChange(nominal=TODAY, reason="防汛", held=False))
    elsewhere = replace(put_off, id=ActivityId("bs/forum"), station=StationId("bs"), start=later(days=7))
    async with storage.begin() as work:
        for one in (put_off, an_activity(later(days=9)), elsewhere):
            await work.meetings.save_activity(one)
        assert list(await work.meetings.changed_activities([STATION], TODAY + timedelta(days=5))) == [put_off]
        assert list(await work.meetings.changed_activities([STATION], TODAY + timedelta(days=6))) == []
        both = await work.meetings.changed_activities([StationId("bs"), STATION], TODAY + timedelta(days=5))
        assert list(both) == [put_off, elsewhere]
