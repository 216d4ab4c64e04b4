"""Livelihood projects from the autumn's proposals to the year's end, when everybody has a say and nobody is shown."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO

import docx
import pytest

from handlers.dates.china_time import moment
from handlers.people.rules.roster import Group as ChatGroup
from handlers.people.rules.roster import GroupId, GroupKind, Place, Roster, StationId
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION, TOWNSHIP, WANG_VILLAGE

LIST = "/民生实事 名单\n村口修桥 水利站\n幼儿园操场 教育办"
FIRST = "2026年实事“村口修桥”，您看办得怎么样？满意回 2，基本满意回 3，不满意回 4。想说原因可以接着说。"
SECOND = "2026年实事“幼儿园操场”，您看办得怎么样？满意回 2，基本满意回 3，不满意回 4。想说原因可以接着说。"
ALL_RATED = "2件都评过了，谢谢您。想说原因可以接着说。截止前想改哪一件，发“测评”加第几件，例如：测评 2"
ELSEWHERE = ChatGroup(
    id=GroupId("bai-village"),
    name="白村群",
    kind=GroupKind.VOTERS,
    place=Place(platform=PLATFORM, account=ROBOT, chat="bai-village"),
)
VOTERS = ("赵敏", "钱芳", "孙伟", "李强", "周倩", "吴磊")


def on(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return moment(date(2026, month, day), time(hour, minute))


async def a_group(now: datetime, storage: MemoryStorage | None = None) -> Group:
    group = Group(storage or MemoryStorage(TOWNSHIP, bound=BOUND), now=now)
    await group.waits(minutes=1)
    group.forgets()
    return group


async def rated(group: Group) -> None:
    """The year's list stands and is being rated until 20 December."""
    await group.tells("林晓", LIST)
    await group.tells("林晓", "/民生实事 测评 12月20日")
    group.forgets()


@pytest.fixture
async def group() -> Group:
    """The second of December; the list of the year is set in summer."""
    group = await a_group(on(8, 3))
    await group.tells("林晓", LIST)
    group.clock.move_to(on(12, 2))
    await group.waits(minutes=1)
    await group.tells("林晓", "/民生实事 测评 12月20日")
    group.forgets()
    return group


def result(group: Group, name: str = "林晓") -> list[list[str]]:
    """Return the rows of the printable result, each its different boxes."""
    (table,) = docx.Document(BytesIO(group.files(name)[-1].content)).tables
    return [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]


# --- proposals and the list ---


async def test_staff_are_reminded_in_autumn_to_ask_what_people_want() -> None:
    group = await a_group(on(10, 7))
    await group.waits_until(on(10, 8, 9, 30))
    assert "该征集2027年的民生实事了。要征集，发“征集 实事”加截止日期，例如：征集 实事 10月31日" in group.told("林晓")


async def test_staff_who_asked_are_not_reminded() -> None:
    group = await a_group(on(10, 7))
    await group.tells("林晓", "/征集 实事 10月31日")
    await group.waits_until(on(10, 8, 9, 30))
    assert not any("该征集" in text for text in group.told("林晓"))


async def test_the_groups_are_asked_and_proposals_are_kept() -> None:
    group = await a_group(on(10, 8))
    await group.tells("林晓", "/征集 实事 10月31日")
    await group.waits_until(on(10, 24))
    asked = "明年镇里打算办几件实事，您最盼哪一件？@我说，10月31日前。\n开头写“实事”两个字，我就记成您的提议。"
    assert asked in group.heard
    await group.says("赵敏", "/实事 盼着村口修座桥")
    assert group.heard[-1] == "谢谢，您的提议记下了。定了哪几件，会告诉大家。"
    await group.waits_until(on(11, 1, 10))
    assert "2027年民生实事征集：1人说了1条，意见表请查收（附件）。" in group.told("林晓")


async def test_the_list_is_published_in_every_group() -> None:
    group = await a_group(on(8, 1))
    await group.tells("林晓", LIST)
    await group.waits_until(on(8, 15))
    text = "2026年青石镇要办的民生实事，定了2件：\n1 村口修桥（水利站）\n2 幼儿园操场（教育办）\n办得怎么样，年底请大家评。"
    assert text in group.heard
    assert text in group.heard_in(WANG_VILLAGE)


async def test_a_list_of_autumn_is_the_next_years() -> None:
    group = await a_group(on(11, 3))
    await group.tells("林晓", "/民生实事 名单 村口修桥 水利站；幼儿园操场 教育办")
    assert group.told("林晓")[0].startswith("好的，2027年民生实事2件，")


async def test_staff_are_reminded_in_december_to_have_the_list_rated() -> None:
    group = await a_group(on(8, 3))
    await group.tells("林晓", LIST)
    group.clock.move_to(on(12, 1, 8))
    await group.waits(hours=2)
    assert (
        "该请大家评2026年的民生实事了。要开始，发“民生实事 测评”加截止日期，例如：民生实事 测评 12月20日"
        in group.told("林晓")
    )


# --- rating ---


async def test_the_groups_are_told_that_they_may_rate() -> None:
    group = await a_group(on(8, 3))
    await rated(group)
    await group.waits_until(on(8, 18))
    assert (
        "2026年的2件民生实事办得怎么样，请大家评一评。单独跟我说“测评”，一件一件回数字就行，12月20日截止，截止前可以改。"
        "一人一票，只公布票数，谁怎么评的不公布。"
    ) in group.heard


async def test_one_project_after_the_other_is_rated_by_digit_in_private(group: Group) -> None:
    await group.says("赵敏", "/测评")
    await group.tells("赵敏", "2")
    await group.tells("赵敏", "4")
    assert group.told("赵敏") == [FIRST, f"好的，记下了。\n{SECOND}", f"好的，记下了。\n{ALL_RATED}"]
    assert group.heard == ["我单独发给您了。"]


async def test_a_vote_may_be_changed_until_the_end_and_the_last_one_counts(group: Group) -> None:
    for name in VOTERS:
        await group.tells(name, "测评 1 满意")
    await group.tells("赵敏", "测评 1 不满意")
    await group.tells("赵敏", "测评 1")
    await group.tells("赵敏", "3")
    await group.waits_until(on(12, 21, 10))
    assert result(group)[1][1] == "满意5　基本满意1　不满意0"


async def test_a_vote_after_the_last_day_is_refused_and_changes_nothing(group: Group) -> None:
    for name in VOTERS:
        await group.tells(name, "测评 1 满意")
    await group.waits_until(on(12, 20, 20))
    await group.tells("赵敏", "测评 1")
    await group.waits_until(on(12, 21, 0, 1))
    group.forgets()
    await group.tells("赵敏", "4")
    await group.tells("赵敏", "测评 1 不满意")
    assert group.told("赵敏") == ["测评12月20日已经截止，不能再评了。谢谢您。"] * 2
    await group.waits_until(on(12, 21, 10))
    assert result(group)[1][1] == "满意6　基本满意0　不满意0"


async def test_whoever_comes_back_goes_on_where_something_is_left(group: Group) -> None:
    await group.tells("赵敏", "测评 1 满意")
    await group.tells("赵敏", "测评")
    assert group.told("赵敏")[-1] == SECOND
    await group.tells("赵敏", "2")
    await group.tells("赵敏", "测评")
    assert group.told("赵敏")[-1] == ALL_RATED


async def test_a_reason_may_come_with_the_digit_or_after_it(group: Group) -> None:
    await group.tells("赵敏", "测评")
    await group.tells("赵敏", "4 护栏没装")
    await group.tells("赵敏", "2")
    await group.tells("赵敏", "操场很平")
    for name in VOTERS[1:]:
        await group.tells(name, "测评 1 满意")
        await group.tells(name, "测评 2 满意")
    await group.waits_until(on(12, 21, 10))
    rows = result(group)
    assert (rows[2][-1], rows[5][-1]) == ("护栏没装", "操场很平")


async def test_a_matter_of_ones_own_is_no_reason(group: Group) -> None:
    await group.tells("赵敏", "测评")
    await group.tells("赵敏", "2")
    await group.tells("赵敏", "李村小学门口路灯不亮三天了，晚上看不见路")
    assert group.told("赵敏")[-1].startswith("要登记您这件事，")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("测评 3", "一共2件，请发“测评”加第几件，例如：测评 1"),
        ("/测评 1 满意个啥", "请说满意、基本满意或不满意，例如：测评"),
    ],
)
async def test_what_rates_nothing_is_told_how(group: Group, line: str, answer: str) -> None:
    await group.tells("赵敏", line)
    assert group.told("赵敏") == [answer]


async def test_there_is_nothing_to_rate_before_staff_say_so() -> None:
    group = await a_group(on(8, 3))
    await group.tells("林晓", LIST)
    await group.tells("赵敏", "/测评")
    assert group.told("赵敏") == ["现在没有民生实事的测评。"]


# --- what is shown ---


async def test_until_the_end_staff_see_only_how_many_took_part(group: Group) -> None:
    for name in VOTERS[:4]:
        await group.tells(name, "测评 1 不满意")
    await group.tells("林晓", "/民生实事")
    await group.tells("吴磊", "测评 1 满意")
    await group.tells("林晓", "/民生实事")
    await group.tells("林晓", "/民生实事 结果")
    assert [text.splitlines()[0] for text in group.told("林晓")] == [
        "2026年2件，正在测评，12月20日截止，评过的不足5人",
        "2026年2件，正在测评，12月20日截止，已有5人评过",
        "2026年的民生实事还没有点票。截止前的票数谁都看不到。",
    ]


async def test_the_printable_result_has_counts_and_shows_none_where_they_are_too_few(group: Group) -> None:
    for name in VOTERS:
        await group.tells(name, "测评 1 满意")
    for name in VOTERS[:4]:
        await group.tells(name, "测评 2 不满意，太窄")
    await group.waits_until(on(12, 21, 10))
    assert group.files("林晓")[-1].name == "2026年民生实事项目满意度测评表.docx"
    assert result(group) == [
        ["项目", "1 村口修桥", "责任单位", "水利站"],
        ["票数", "满意6　基本满意0　不满意0", "结果", "满意和基本满意占100%"],
        ["意见", ""],
        ["项目", "2 幼儿园操场", "责任单位", "教育办"],
        ["票数", "不足5票", "结果", "不公布"],
        ["意见", ""],
    ]
    assert "2026年民生实事测评：6人参加，测评表请查收（附件）。" in group.told("林晓")


async def test_a_list_that_is_being_rated_stays_as_it_is(group: Group) -> None:
    await group.tells("林晓", "/民生实事 2026年名单 村口修桥 水利站")
    await group.tells("林晓", "/民生实事 测评 12月25日")
    assert group.told("林晓") == ["2026年的民生实事已经开始测评，名单不能再改，测评也不能另开。"] * 2


async def voted(
    votes: Mapping[str, str], caplog: pytest.LogCaptureFixture
) -> tuple[list[list[str]], tuple[object, ...]]:
    """Return the result, and all that can be seen of a rating in which those people voted so: words, files, trail, log, what is kept."""
    caplog.clear()
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    group = await a_group(on(8, 3), storage)
    await group.tells("林晓", LIST)
    await group.tells("林晓", "/民生实事 测评 8月20日")
    for name, vote in votes.items():
        await group.tells(name, "测评")
        await group.tells(name, vote)
    await group.waits_until(on(8, 20, 20))
    before = sorted((post.place.chat, post.text) for post in group.platform.delivered)
    await group.waits_until(on(8, 21, 10))
    after = sorted((post.place.chat, post.text, f"{post.file and post.file.name}") for post in group.platform.delivered)
    async with storage.begin() as work:
        trail = await work.audit.of(f"{STATION.id}/projects/2026")
        entries = sorted(repr(one.outgoing) for one in await work.outbox.sent(limit=500))
        ballots = await work.ballots.cast_on(STATION.id, 2026)
        inbox = await work.messages.newest(limit=500)
    shown = ("message_id", "refusal", "entry", "key")
    ours = (line for line in caplog.records if not line.name.startswith("PIL"))  # which draws each document once
    logged = sorted(f"{line.getMessage()} {[vars(line).get(fact) for fact in shown]}" for line in ours)
    return result(group), (before, after, trail, ballots, inbox, entries, logged)


async def test_nobodys_vote_can_be_told_from_anything_shown_logged_or_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    votes = dict(zip(VOTERS, ("2", "2", "3", "4", "2 桥很稳", "4 护栏没装"), strict=True))
    others = dict(zip(VOTERS, ("4 护栏没装", "2", "2 桥很稳", "3", "4", "2"), strict=True))
    one, other = await voted(votes, caplog), await voted(others, caplog)
    assert one[0][1][1] == "满意3　基本满意1　不满意2"
    assert one == other


async def test_who_is_forgotten_before_the_end_has_no_vote(group: Group) -> None:
    for name in VOTERS:
        await group.tells(name, "测评 1 满意")
    await group.tells("赵敏", "我的信息 删除")
    await group.tells("赵敏", "1")
    await group.waits_until(on(12, 21, 10))
    assert result(group)[1][1] == "满意5　基本满意0　不满意0"


async def test_a_vote_goes_to_the_station_that_asked_whoever_was_spoken_to_since() -> None:
    elsewhere = replace(STATION, id=StationId("bs"), code="BS", name="白石镇人大代表联络站", groups=(ELSEWHERE,))
    group = await a_group(on(8, 3), MemoryStorage(Roster([STATION, elsewhere]), bound=BOUND))
    await rated(group)
    await group.says("赵敏", "/测评")
    await group.says("赵敏", "你好", where=ELSEWHERE.place)
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1] == f"好的，记下了。\n{SECOND}"
