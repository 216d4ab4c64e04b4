"""The numbers of announcements, as the groups read them."""

import re
from dataclasses import replace
from datetime import date, time

from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION


async def test_announcements_are_numbered_in_their_order_where_a_holiday_has_all_deputies_asked_on_one_day() -> None:
    first, second = STATION.receptions[0], STATION.receptions[1]
    roster = Roster(
        [
            replace(
                STATION,
                topic=None,
                receptions=(
                    replace(first, id="a", rule=ReceptionRule(days=MonthlyDay(day=10))),
                    replace(second, id="b", point=None, rule=ReceptionRule(days=MonthlyDay(day=5))),
                ),
            )
        ]
    )
    group = Group(a_storage(roster, bound=BOUND), now=moment(date(2026, 9, 29), time(12)), roster=roster)
    await group.waits_until(moment(date(2026, 10, 10), time(12)))
    numbers = [found[1] for text in group.heard if (found := re.search(r"〔2026〕(\d+)号", text))]
    assert numbers == ["1", "2"]  # 5 October is moved to the 8th, the 10th is a make-up workday
