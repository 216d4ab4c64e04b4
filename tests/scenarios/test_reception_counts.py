"""The numbers of a reception: asked for in words that are understood, never at odds with what was entered."""

import re
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION, TOWNSHIP

PLACE = "青石镇政府一楼"
LAMP = "李村小学门口路灯三天不亮"
BRIDGE = "桥栏杆断了一根"
ENTER_THEM = "没登记，没有编号。请用来人的原话一件一件发：“接访 2人 李村小学门口路灯不亮”。"


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


def two_points() -> Roster:
    """Station and point receive on the same day, at the same hours."""
    station_day, point_day = STATION.receptions
    together = replace(point_day, rule=station_day.rule, start=station_day.start, end=station_day.end)
    return Roster([replace(STATION, receptions=(station_day, together))])


async def a_reception(*entered: str, roster: Roster = TOWNSHIP) -> Group:
    """The reception of October 20th is over; staff sent *entered* while it went on and have not told the numbers."""
    group = Group(a_storage(roster, bound=BOUND), now=october(19, 20), roster=roster)
    await group.waits_until(october(20, 9, 10))
    for said in entered:
        await group.tells("林晓", said)
    await group.waits_until(october(20, 11, 29))
    group.forgets()
    await group.waits_until(october(20, 11, 30))
    return group


# --- what is missing ---


async def test_matters_that_were_told_and_not_entered_are_asked_for() -> None:
    group = await a_reception(f"接访 2人 {LAMP}")
    group.forgets()
    await group.tells("林晓", "5 3 1")
    assert group.heard == ["今天接待5位乡亲，记下3件，当场答复1件。谢谢大家。"]
    assert group.told("林晓") == [f"记下了：来5人，记3件，当场1件，已告诉群里。\n还有2件{ENTER_THEM}"]
    assert group.told("何建平") == [
        f"10月20日{PLACE}接待记录：来5人，3件（登记了1件）。当场答复1（登记了0），交办0，引导0。到期最近的 尾号 1（10月21日）。"
    ]


async def test_a_matter_entered_after_the_numbers_fills_the_gap() -> None:
    group = await a_reception(f"接访 2人 {LAMP}")
    await group.tells("林晓", "5 2 0")
    group.forgets()
    await group.tells("林晓", f"接访 {BRIDGE}")
    assert group.told("林晓")[0].startswith("收到，已登记，尾号 2，10月20日接待第2件。")
    await group.tells("林晓", "接待记录 10月20日")
    assert group.told("林晓")[-1].startswith(f"10月20日{PLACE}接待记录：来5人，2件。当场答复0，交办0，引导0。")


async def test_fewer_matters_told_than_entered_are_both_in_the_record() -> None:
    group = await a_reception(f"接访 2人 {LAMP}", f"接访 {BRIDGE}")
    group.forgets()
    await group.tells("林晓", "3 1 0")
    assert group.told("林晓") == [
        "记下了：来3人，记1件，当场0件，已告诉群里。\n登记了2件，比报的多，接待记录里两个数都写。"
    ]
    assert group.told("何建平")[0].startswith(f"10月20日{PLACE}接待记录：来3人，1件（登记了2件）。")


async def test_a_matter_led_elsewhere_is_not_said_to_be_handled() -> None:
    group = await a_reception(f"接访 2人 {LAMP}", "引导 1 R3")
    group.forgets()
    await group.tells("林晓", "对")
    assert group.heard == ["今天接待2位乡亲，记下1件，当场答复0件，告诉去处1件。谢谢大家。"]
    assert group.told("何建平") == [f"10月20日{PLACE}接待记录：来2人，1件。当场答复0，交办0，引导1。"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("5 3 4", "当场答复4件，比记的3件还多"), ("0 3 1", "来了0人，却记了3件"), ("0 0 0", "来了0人，却记了1件")],
)
async def test_numbers_that_cannot_be_are_asked_for_again(said: str, wrong: str) -> None:
    group = await a_reception(f"接访 2人 {LAMP}")
    group.forgets()
    await group.tells("林晓", said)
    asked = "请发三个数：来了几人、记了几件、当场答复几件。例如：5 3 1"
    assert (group.heard, group.told("林晓")) == ([], [f"{wrong}，请再看看。{asked}"])
    await group.tells("林晓", "5 1 0")
    assert group.told("林晓")[1:] == ["记下了：来5人，记1件，当场0件，已告诉群里。"]


# --- two places on one day ---


async def test_of_two_places_each_is_counted_under_its_name() -> None:
    group = await a_reception(f"接访 李村联络点 2人 {LAMP}", roster=two_points())
    assert group.told("林晓") == [
        f"10月20日{PLACE}、李村村委会的接待结束了，来了几人、记了几件、当场答复几件？请一处一处告诉我。\n"
        "联络站：请发三个数，例如：联络站 5 3 1\n"
        "李村联络点：我这里记着来了2人、记了1件、当场答复0件。"
        "对就发“李村联络点 对”；不对请发三个数，例如：李村联络点 5 3 1"
    ]
    group.forgets()
    await group.tells("林晓", "李村联络点 对")
    await group.tells("林晓", "联络站 0 0 0")
    assert group.told("林晓") == [
        "记下了，李村联络点：来2人，记1件，当场0件，已告诉群里。",
        "记下了，联络站：来0人，记0件，当场0件，已告诉群里。",
    ]


async def test_numbers_without_their_place_are_not_guessed_at() -> None:
    group = await a_reception(roster=two_points())
    group.forgets()
    await group.tells("林晓", "5 3 1")
    (asked,) = group.told("林晓")
    assert asked.startswith("有2处接待等着报数，请先写地方，例如“")
    assert group.heard == []
    (example,) = examples(asked)
    await group.tells("林晓", example)
    assert group.told("林晓")[1].startswith("记下了，")
    await group.tells("林晓", "5 3 1")  # only one is left to be meant
    assert group.told("林晓")[2].startswith("记下了，")


# --- every example is understood ---

SHOWN = re.compile(r"(?:发|例如)：?“([^”]+)”|例如：([^。；“”\n]+)")
UNDERSTOOD = ("记下了", "收到，已登记", "没送到、没发的")


def examples(text: str) -> list[str]:
    """What *text* shows as words that may be sent just so; the code and the answer are of another chapter."""
    shown = [quoted or plain for quoted, plain in SHOWN.findall(text)]
    return [one.removesuffix("…") for one in shown if not one.startswith(("取件码", "答复"))]


async def shown_and_group(roster: Roster, *said: str) -> tuple[list[str], Group]:
    """What staff are shown last, once they have sent *said*, “…” standing for the end of the reception."""
    group = Group(a_storage(roster, bound=BOUND), now=october(20, 8, 59), roster=roster)
    await group.waits_until(october(20, 9))
    for one in said:
        group.forgets()
        if one == "…":
            await group.waits_until(october(20, 11, 30))
        else:
            await group.tells("林晓", one)
    return [example for text in group.told("林晓") for example in examples(text)], group


@pytest.mark.parametrize(
    ("roster", "said"),
    [
        (TOWNSHIP, ()),
        (TOWNSHIP, ("到场 老王",)),
        (TOWNSHIP, ("…",)),
        (TOWNSHIP, (f"接访 2人 {LAMP}", "…")),
        (TOWNSHIP, ("…", "来了不少人")),
        (TOWNSHIP, ("…", "5 3 4")),
        (TOWNSHIP, ("…", "5 3 1")),
        (two_points(), ()),
        (two_points(), ("到场 张明远",)),
        (two_points(), (f"接访 {LAMP}",)),
        (two_points(), ("…",)),
        (two_points(), (f"接访 李村联络点 2人 {LAMP}", "…")),
        (two_points(), ("…", "5 3 1")),
        (two_points(), ("…", "李村联络点 来了不少人")),
        (two_points(), ("…", "联络站 5 3 1")),
    ],
)
async def test_every_example_is_understood_when_it_is_sent_back(roster: Roster, said: tuple[str, ...]) -> None:
    shown, _ = await shown_and_group(roster, *said)
    assert shown
    for example in shown:
        _, group = await shown_and_group(roster, *said)
        group.forgets()
        await group.tells("林晓", example)
        assert group.told("林晓")[0].startswith(UNDERSTOOD), (example, group.told("林晓"))
