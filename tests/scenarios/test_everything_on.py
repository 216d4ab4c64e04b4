"""A station that holds everything there is, with a topic each week: what its groups hear, and what the head is told."""

from collections import Counter
from datetime import date, time, timedelta

from handlers.dates.china_time import moment
from handlers.dates.weeks import monday_of
from handlers.people.rules.roster import Roster
from tests.support.everything_on import switched_on
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND

START, WEEKS = date(2026, 6, 1), 4


async def test_a_group_hears_one_post_a_day_and_five_a_week_and_the_head_what_was_held_back() -> None:
    roster = Roster([switched_on(8)])
    group = Group(a_storage(roster, bound=BOUND), now=moment(START - timedelta(days=2), time(12)), roster=roster)
    await group.waits(minutes=1)
    posts: dict[date, int] = {}
    for week in range(WEEKS):
        await group.tells("何建平", f"/议题 议题{week + 1}")
        for day in range(7):
            heard, today = len(group.heard), START + timedelta(days=7 * week + day)
            await group.waits_until(moment(today, time(20)))
            posts[today] = len(group.heard) - heard
            if any("拟在群里发" in text for text in group.told("林晓")[-3:]):
                await group.tells("林晓", "1")
    weeks = Counter({monday_of(day): 0 for day in posts})
    for on, count in posts.items():
        weeks[monday_of(on)] += count
    assert max(posts.values()) == 1
    assert max(weeks.values()) <= 5
    held_back = [text for text in group.told("何建平") if "群里排不下" in text]
    assert held_back
