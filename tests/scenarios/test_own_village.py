"""What is held in a group's own village: the notice of it goes before the week's topic where there is not room for all.

The forum is held on Monday, 13 April 2026; in the week before, the groups have a reception and a topic.
"""

from dataclasses import replace
from datetime import date, time

from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import Activity, Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION


async def forums_heard_of(village: str) -> list[str]:
    """What the group of Li village hears in that week of a forum held in *village*."""
    forum = Activity(
        kind="forum",
        rule=ReceptionRule(days=MonthlyDay(day=13)),
        start=time(9),
        place="",
        rotation=(village,),
        dates={},
    )
    roster = Roster([replace(STATION, activities=(forum,))])
    group = Group(a_storage(roster, bound=BOUND), now=moment(date(2026, 4, 7), time(8)), roster=roster)
    await group.waits_until(moment(date(2026, 4, 11), time(12)))
    return [text for text in group.heard if "论坛" in text]


async def test_a_group_hears_of_a_forum_in_its_own_village_even_where_the_week_is_full() -> None:
    (told,) = await forums_heard_of("李村")
    assert told.startswith("头雁论坛4月13日（周一）上午9点在李村")


async def test_a_forum_in_another_village_leaves_the_topic_its_place() -> None:
    assert await forums_heard_of("赵庄") == []
