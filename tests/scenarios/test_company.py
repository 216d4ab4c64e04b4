"""Matters of several voters handled as one: proposed by the bot, decided by staff, answered to each."""

from collections.abc import Sequence

import pytest

from handlers.intake.rules.recognise import Decision, recognise
from handlers.message import Quote
from handlers.petitions.rules.petition import Action, PetitionId, Rating, State
from tests.support.group import Group
from tests.support.story import day_begun
from tests.support.township import TOWNSHIP, WANG_VILLAGE

LAMP = "小学门口路灯不亮，晚上黑得很"
LAMP_AGAIN = "李村小学门口的路灯坏了三天了"
GARBAGE = "村口的垃圾没人拉"
PROPOSED = f"尾号 2 像是和尾号 1 说的是一件事。\n尾号 1：{LAMP}\n尾号 2：{LAMP_AGAIN}\n合在一起办回 1，分开办回 2。"
UNSURE = ("小学门口的路灯你们看到了吗", "听说小学门口路灯不太亮", "小学门口的路灯呢", "谁知道小学门口路灯咋了")
VOTERS = [f"乡亲{family}{name}" for family in "赵钱孙李周" for name in "一二三四五六"]
SAID = [
    f"{where}{what}"
    for where in ("小学门口", "李村小学门口", "学校门口那里", "小学门口那条路上", "俺们小学门口")
    for what in ("路灯不亮", "的路灯坏了", "路灯坏了好几天", "路灯咋还不修", "没有路灯", "路灯全灭了")
]


async def told(group: Group, *told: tuple[str, str]) -> None:
    """Each tells something in the group, and agrees to be named."""
    for name, words in told:
        await group.says(name, f"/诉求 {words}")
        await group.tells(name, "1")
    group.forgets()


async def merged(group: Group) -> None:
    """Two voters have told the same, and staff have given it to the deputy and brought it together."""
    await told(group, ("赵敏", LAMP), ("钱伟", LAMP_AGAIN))
    await group.tells("林晓", "1")
    await group.waits(minutes=1)
    await group.tells("林晓", "1")
    group.forgets()


async def state_of(group: Group, tail: int) -> State:
    async with group.storage.begin() as work:
        return (await work.petitions.get(PetitionId(f"QS2026-{tail:04}"))).state


def cards(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith("新诉求")]


# --- the burst ---


async def test_thirty_like_messages_in_ten_minutes_are_thirty_receipts_one_card_and_in_the_end_one_matter(
    group: Group,
) -> None:
    await day_begun(group)
    for name, words in zip(VOTERS, SAID, strict=True):
        await group.says(name, f"/诉求 {words}")
        await group.waits(seconds=20)
    for tail, name in enumerate(VOTERS, start=1):
        assert group.told(name)[0].startswith(f"您好，您反映的事已登记：\n编号 QS2026-{tail:04}\n")
    assert len(group.told("林晓")) == 1
    assert group.told("林晓") == cards(group.told("林晓"))

    group.forgets()
    await group.tells("林晓", "1")
    await group.waits(minutes=1)
    await group.tells("林晓", "1")
    assert group.told("林晓") == [
        "尾号 1 已派给张明远代表。",
        "尾号 2、3、4、5、6 等29件像是和尾号 1 说的是一件事。\n尾号 1：小学门口路灯不亮\n"
        "尾号 5：小学门口没有路灯\n尾号 2：小学门口的路灯坏了\n尾号 6：小学门口路灯全灭了\n"
        "尾号 4：小学门口路灯咋还不修\n尾号 7：李村小学门口路灯不亮\n等29件。\n合在一起办回 1，分开办回 2。",
        "尾号 2、3、4、5、6 等29件已并到尾号 1，一共30件。要分开发“拆”加尾号。",
    ]
    assert len(group.told("张明远")) == 2
    for tail, name in enumerate(VOTERS[1:], start=2):
        assert f"尾号 {tail} 和另外29位乡亲说的是一件事，合在一起办，结果同样告诉您。" in group.told(name)
    assert await state_of(group, 1) is State.TRIAGED
    assert {await state_of(group, tail) for tail in range(2, 31)} == {State.MERGED}


async def test_the_head_hears_once_of_five_voters_in_a_day(group: Group) -> None:
    for name, words in zip(VOTERS[:7], SAID, strict=False):
        await group.says(name, f"/诉求 {words}")
    assert [line for line in group.told("何建平") if "位乡亲反映" in line] == [
        "“小学门口路灯不亮”24小时内5位乡亲反映，都像是尾号 1 这件事。"
        "可以先在群里说一句情况，也可以定作议题（发“议题”加题目）。"
    ]


# --- the proposal ---


async def test_staff_are_asked_at_once_where_the_earlier_matter_has_been_sorted(group: Group) -> None:
    await told(group, ("赵敏", LAMP))
    await group.tells("林晓", "1")
    group.forgets()
    await told_without_forgetting(group, "钱伟", LAMP_AGAIN)
    assert group.told("林晓") == [PROPOSED]


async def test_staff_read_the_same_words_once(group: Group) -> None:
    await day_begun(group)
    for name, words in zip(VOTERS, (LAMP, LAMP_AGAIN, LAMP_AGAIN), strict=False):
        await group.says(name, f"/诉求 {words}")
    await group.tells("林晓", "1")
    group.forgets()
    await group.waits(minutes=1)
    assert group.told("林晓") == [PROPOSED.replace("尾号 2 像是", "尾号 2、3 像是")]


async def told_without_forgetting(group: Group, name: str, words: str) -> None:
    await group.says(name, f"/诉求 {words}")


async def test_staff_are_asked_again_about_what_comes_after_a_merge(group: Group) -> None:
    await merged(group)
    await told_without_forgetting(group, "孙丽", "小学门口路灯还是不亮")
    assert group.told("林晓") == [
        f"尾号 3 像是和尾号 1 说的是一件事。\n尾号 1：{LAMP}\n尾号 3：小学门口路灯还是不亮\n合在一起办回 1，分开办回 2。"
    ]


async def test_what_is_together_already_is_not_merged_the_other_way_round(group: Group) -> None:
    await merged(group)
    await group.tells("林晓", "并 2 1")
    assert group.told("林晓") == ["尾号 2 现在是“和其他乡亲的一起办”，不能并。"]


async def test_what_a_follower_adds_reaches_the_deputy_of_what_it_follows(group: Group) -> None:
    await merged(group)
    await group.tells("钱伟", "补充 2 今天又灭了一盏")
    assert group.told("张明远") == ["尾号 2 选民补充：今天又灭了一盏"]


async def test_what_comes_while_staff_have_the_question_before_them_only_adds_to_it(group: Group) -> None:
    await told(group, ("赵敏", LAMP))
    await group.tells("林晓", "1")
    await told(group, ("钱伟", LAMP_AGAIN))
    await group.says("孙丽", "/诉求 小学门口路灯全灭了")
    assert group.told("林晓") == []
    await group.tells("林晓", "1")
    assert group.told("林晓") == ["尾号 2、3 已并到尾号 1，一共3件。要分开发“拆”加尾号。"]


async def test_staff_may_keep_them_apart(group: Group) -> None:
    await told(group, ("赵敏", LAMP))
    await group.tells("林晓", "1")
    await told(group, ("钱伟", LAMP_AGAIN))
    await group.tells("林晓", "2")
    assert [line.split("\n")[0] for line in group.told("林晓")] == [
        "尾号 2 分开办。",
        f"新诉求尾号 2（李村）：{LAMP_AGAIN}。",
    ]
    assert group.told("钱伟") == []


async def test_other_matters_and_the_voters_own_are_not_brought_together(group: Group) -> None:
    await told(group, ("赵敏", LAMP))
    for name, words in (("钱伟", GARBAGE), ("赵敏", LAMP_AGAIN), ("孙丽", "王庄小学门口路灯不亮")):
        group.forgets()
        await group.says(name, f"/诉求 {words}")
        assert len(cards(group.told("林晓"))) == 1, words


async def test_the_village_of_the_group_tells_two_places_apart(group: Group) -> None:
    await told(group, ("赵敏", "路灯不亮"))
    elsewhere = TOWNSHIP.groups[WANG_VILLAGE].place
    await group.says("钱伟", "/诉求 路灯不亮", where=elsewhere)
    assert len(cards(group.told("林晓"))) == 1


async def test_a_complaint_about_somebody_is_brought_together_with_nothing(group: Group) -> None:
    await told(group, ("赵敏", "张明远代表收了钱不办事"))
    group.forgets()
    await group.says("钱伟", "/诉求 张明远代表收了钱不办事还骂人")
    assert not [line for line in group.told("林晓") if "一件事" in line]


# --- together ---


async def test_each_voter_hears_the_answer_by_the_own_number_and_rates_it(group: Group) -> None:
    await merged(group)
    await group.tells("张明远", "1")
    await group.tells("张明远", "答复 1 三盏灯都换好了")
    await group.waits(minutes=1)
    told = "有结果了：三盏灯都换好了\n要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"
    assert group.told("赵敏")[-1] == f"尾号 1 {told}"
    assert group.told("钱伟")[-1] == f"尾号 2 {told}"
    await group.tells("赵敏", "2")
    await group.tells("钱伟", "4")
    async with group.storage.begin() as work:
        first, second = [await work.petitions.get(PetitionId(f"QS2026-000{tail}")) for tail in (1, 2)]
    assert (first.state, first.rating) == (State.CLOSED, Rating.SATISFIED)
    assert (second.state, second.rating) == (State.REOPENED, Rating.UNSATISFIED)


async def test_a_voter_sees_how_far_it_is_and_not_a_word_of_the_others(group: Group) -> None:
    await merged(group)
    await group.tells("钱伟", "进度 2")
    assert group.told("钱伟") == [
        f"尾号 2：{LAMP_AGAIN}\n和其他乡亲的一起办，现在：已转代表\n下一步最晚3月18日（周三）。"
    ]


async def test_what_was_merged_outlives_a_leader_that_is_withdrawn(group: Group) -> None:
    await merged(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.waits(minutes=1)
    assert group.told("钱伟") == ["尾号 2 现在单独办，进展我单独告诉您。"]
    assert len(cards(group.told("林晓"))) == 1
    assert await state_of(group, 2) is State.REGISTERED


async def test_of_many_that_outlive_it_staff_get_one_card_and_the_first_leads(group: Group) -> None:
    await day_begun(group)
    for name, words in zip(VOTERS[:14], SAID, strict=False):
        await group.says(name, f"/诉求 {words}")
    await group.tells(VOTERS[0], "撤回 1")
    await group.tells(VOTERS[0], "1")
    group.forgets()
    await group.waits(minutes=5)
    assert [line.split("：")[0] for line in group.told("林晓")] == ["新诉求尾号 2（李村）"]
    async with group.storage.begin() as work:
        assert len(await work.petitions.followers(PetitionId("QS2026-0002"))) == 12


async def test_what_staff_brought_together_stays_together_without_its_leader(group: Group) -> None:
    await merged(group)
    await told_without_forgetting(group, "孙丽", "小学门口路灯还是不亮")
    await group.tells("林晓", "1")
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.waits(minutes=1)
    assert (group.told("钱伟"), group.told("孙丽")) == ([], [])
    assert [line.split("：")[0] for line in group.told("林晓")] == ["新诉求尾号 2（李村）"]
    assert (await state_of(group, 2), await state_of(group, 3)) == (State.REGISTERED, State.MERGED)


async def test_the_same_told_in_two_words_outlives_the_one_who_told_it_first(group: Group) -> None:
    await day_begun(group)
    await group.says("赵敏", "/诉求 小学门口路灯不亮，我家住村东三排五号")
    await group.says("钱伟", "我也遇到 1")
    await group.tells("赵敏", "3")
    group.forgets()
    await group.waits(minutes=1)
    assert [line.split("。")[0] for line in group.told("林晓")] == [
        "新诉求尾号 2（李村）：我也遇到尾号 1 的事（小学门口，路灯、井盖、标志）"
    ]


async def test_of_those_that_outlive_it_the_first_leads_the_others(group: Group) -> None:
    await day_begun(group)
    await told(group, ("赵敏", LAMP), ("钱伟", LAMP_AGAIN), ("孙丽", "小学门口路灯全灭了"))
    await group.tells("林晓", "不登记 1 已经修好")
    group.forgets()
    await group.waits(minutes=1)
    assert [line.split("：")[0] for line in group.told("林晓")] == ["新诉求尾号 2（李村）"]


# --- by command ---


async def test_staff_bring_matters_together_by_their_tails(group: Group) -> None:
    await told(group, ("赵敏", LAMP), ("钱伟", GARBAGE), ("孙丽", "李村停水了"))
    await group.tells("林晓", "并 1 2 3")
    assert group.told("林晓") == ["尾号 2、3 已并到尾号 1，一共3件。要分开发“拆”加尾号。"]
    assert group.told("孙丽") == ["尾号 3 和另外2位乡亲说的是一件事，合在一起办，结果同样告诉您。"]


async def test_those_that_follow_a_matter_go_along_when_it_follows_another(group: Group) -> None:
    await merged(group)
    await told(group, ("孙丽", GARBAGE))
    await group.tells("林晓", "并 3 1")
    assert group.told("林晓") == ["尾号 1 已并到尾号 3，一共3件。要分开发“拆”加尾号。"]
    async with group.storage.begin() as work:
        followers = await work.petitions.followers(PetitionId("QS2026-0003"))
    assert [one.tail for one in followers] == [1, 2]


async def test_the_deputy_who_had_it_learns_that_it_is_off_his_hands(group: Group) -> None:
    await told(group, ("赵敏", GARBAGE), ("钱伟", LAMP))
    await group.tells("林晓", "派 2 周国栋")
    group.forgets()
    await group.tells("林晓", "并 1 2")
    assert group.told("周国栋") == ["尾号 2 已并到尾号 1 一起办，您不用再管这一件。"]


async def test_taking_apart_undoes_it(group: Group) -> None:
    await merged(group)
    await group.tells("林晓", "拆 2")
    assert group.told("钱伟") == ["尾号 2 现在单独办，进展我单独告诉您。"]
    assert [line.split("\n")[0] for line in group.told("林晓")] == [
        "尾号 2 分开办。",
        f"新诉求尾号 2（李村）：{LAMP_AGAIN}。",
    ]
    assert await state_of(group, 2) is State.REGISTERED


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("拆 1", "尾号 1 现在是“已转代表”，不能分开。"),
        ("/并 1", "请带上尾号，例如：并 12 15 18。不知道尾号发“我的”。"),
        ("并 1 9", "没查到尾号 9。"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_words(group: Group, line: str, said: str) -> None:
    await merged(group)
    await group.tells("林晓", line)
    assert group.told("林晓")[0].startswith(said)
    assert await state_of(group, 2) is State.MERGED


async def test_the_trail_says_who_brought_what_together(group: Group) -> None:
    await merged(group)
    async with group.storage.begin() as work:
        lines = await work.audit.of(PetitionId("QS2026-0002"))
    assert [(line.event, line.role) for line in lines if line.event == Action.MERGE] == [("merge", "staff")]


# --- the same here ---


async def test_one_who_may_have_the_same_is_asked_and_joins_by_one_digit(group: Group) -> None:
    await told(group, ("赵敏", LAMP))
    unsure = next(words for words in UNSURE if recognise(words).decision is Decision.ASK)
    await group.says("钱伟", unsure)
    assert group.heard == [f"您说的“{unsure}”，已有乡亲反映过。您也遇到了，要一起登记回 1，只是聊聊回 2。"]
    await group.says("钱伟", "1")
    assert group.heard[1] == "收到，已登记，尾号 2。进展我单独告诉您。"
    assert group.told("林晓") == []


async def test_another_voter_joins_by_quoting_the_line_of_the_bot(group: Group) -> None:
    await told(group, ("赵敏", LAMP))
    quote = Quote(text="收到，已登记，尾号 1。进展我单独告诉您。", from_bot=True)
    await group.says("钱伟", "我也遇到", quote=quote)
    assert group.heard == ["收到，已登记，尾号 2。进展我单独告诉您。"]
    assert "事情：我也遇到尾号 1 的事（小学门口，路灯、井盖、标志）" in group.told("钱伟")[0]
    assert all(LAMP not in line for line in (*group.heard, *group.told("钱伟")))
    async with group.storage.begin() as work:
        assert [one.tail for one in await work.petitions.followers(PetitionId("QS2026-0001"))] == [2]


@pytest.mark.parametrize("words", ["我也遇到 1", "我家也是，尾号1", "/我也遇到1"])
async def test_another_voter_joins_by_the_tail(group: Group, words: str) -> None:
    await told(group, ("赵敏", LAMP))
    await group.says("钱伟", words)
    assert group.heard == ["收到，已登记，尾号 2。进展我单独告诉您。"]


async def test_nobody_joins_what_was_told_in_private_or_is_not_there(group: Group) -> None:
    await group.tells("赵敏", f"/诉求 {LAMP}")
    group.forgets()
    for tail in (1, 9):
        await group.tells("钱伟", f"我也遇到 {tail}")
    assert [line.split("。")[0] for line in group.told("钱伟")] == ["没查到尾号 1", "没查到尾号 9"]


async def test_nobody_joins_the_own_matter_or_twice(group: Group) -> None:
    await told(group, ("赵敏", LAMP))
    await group.says("赵敏", "我也遇到 1")
    await group.says("钱伟", "我也遇到 1")
    await group.says("钱伟", "我也遇到 1")
    assert group.heard == [
        "这件事我已经记了，尾号 1，不用再发。",
        "收到，已登记，尾号 2。进展我单独告诉您。",
        "这件事我已经记了，尾号 2，不用再发。",
    ]
