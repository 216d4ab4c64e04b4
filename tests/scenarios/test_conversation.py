"""How input is read (domain §6.1, §6.5), typed as people type."""

import pytest

from handlers.message import Quote
from handlers.petitions import texts
from handlers.petitions.rules.petition import State
from tests.support.group import Group
from tests.support.story import LAMP, registered
from tests.support.township import STATION

RECEIPT = "收到，已登记，尾号 1。进展我单独告诉您。"
WITHDRAWN = "尾号 1 已撤回，不再办理。以后有新情况再告诉我。"
GOES_ON = "好的，尾号 1 接着办。"
WHICH = "您说的是哪一件？请带上尾号，例如“进度 12”。不知道尾号发“我的”。"


# --- signs, widths, slips ---


@pytest.mark.parametrize(
    "typed",
    [
        f"/诉求 {LAMP}",
        f"／诉求　{LAMP}",
        f"//诉求 {LAMP}",
        f"\\诉求 {LAMP}",
        f"、诉求 {LAMP}",
        f"。诉求 {LAMP}",
        f"·诉求 {LAMP}",
        f"-诉求 {LAMP}",
        f"＃诉求 {LAMP}",
        f"|诉求 {LAMP}",
        f"/诉求{LAMP}",
        f"/诉求：{LAMP}",
        f"/诉求，{LAMP}",
        f"/诉求\n{LAMP}",
        f"诉求 {LAMP}",
        f"诉求{LAMP}",
        f"訴求 {LAMP}",
        f"诉\u200b求 {LAMP}",
        *(f"{slip} {LAMP}" for slip in ("诉球", "诉救", "素求", "述求", "苏求")),
        f"/suqiu {LAMP}",
        f"SQ {LAMP}",
        f"／ＳＱ　{LAMP}",
        f"@小助手 诉求 {LAMP}",
        f"＠联络站小助手　诉求 {LAMP}",
        f"诉求 {LAMP} @小助手",
    ],
)
async def test_a_petition_is_registered_however_its_command_is_typed(group: Group, typed: str) -> None:
    await group.says("赵敏", typed)
    assert group.heard[0] == RECEIPT
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert petition.text == LAMP


async def test_a_lawsuit_in_pinyin_is_no_petition(group: Group) -> None:
    await group.tells("赵敏", "/susong 怎么办")
    async with group.storage.begin() as work:
        assert {one.state for one in await work.petitions.with_tail(STATION.id, 1)} <= {State.DRAFT}


@pytest.mark.parametrize(
    "typed",
    [
        "进度 1", "进度1", "／进度　１", "進度１", "进渡1", "近度 1", "进展 1", "jd 1", "jd1", "/jindu 1",
        "进度 尾号1", "进度 第1号", "进度 1号", "进度 No.1", "进度 001", "进度一号", "进度", "到哪了", "/到哪了",
    ],
)  # fmt: skip
async def test_progress_is_told_however_it_is_asked_for(group: Group, typed: str) -> None:
    await registered(group)
    await group.tells("赵敏", typed)
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert group.told("赵敏") == [texts.progress(petition)]


@pytest.mark.parametrize("typed", ["?", "？", "怎么用", "帮忙", "bz", "/help", "邦助", "帮助。"])
async def test_help_is_five_lines_for_a_voter(group: Group, typed: str) -> None:
    await group.says("赵敏", typed)
    assert group.heard == [
        "1 反映事情：@我，直接说\n2 查进度：发“进度”\n3 看接待日：发“接待日”\n4 找人工：发“人工”\n5 急事：110、119、120"
    ]


async def test_the_help_of_a_deputy_names_a_deputys_commands_and_no_others(group: Group) -> None:
    await group.tells("张明远", "帮助")
    (text,) = group.told("张明远")
    assert "接手 12" in text
    assert "派 12" not in text


# --- a misspelling that fits several commands ---


async def test_a_misspelling_that_fits_several_commands_is_asked_about_and_done(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "/校办 1 供水站")
    (asked,) = group.told("林晓")
    assert asked == "您是不是想说：1 重办 2 待办 3 交办 4 都不是"
    group.forgets()
    await group.tells("林晓", "3")
    assert group.told("林晓") == ["尾号 1 现在是“已收到”，不能交办。"]


async def test_who_meant_none_of_the_guesses_is_shown_what_there_is(group: Group) -> None:
    await group.tells("林晓", "/校办 1")
    group.forgets()
    await group.tells("林晓", "4")
    assert group.told("林晓")[0].startswith("1 反映事情")


async def test_a_guess_that_lacks_its_words_is_explained(group: Group) -> None:
    await group.tells("林晓", "/校办")
    group.forgets()
    await group.tells("林晓", "3")
    assert group.told("林晓") == ["请带上尾号，例如：交办 12 供水站 5日。不知道尾号发“我的”。"]


async def test_nobody_is_offered_a_command_that_is_not_theirs(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/校办 1")
    assert not any("交办" in text or "退办" in text for text in group.told("赵敏"))


# --- numbers ---


@pytest.mark.parametrize("typed", ["1", "１", " 1 ", "1。", "①", "一", "选1", "回1", "1️⃣"])
async def test_a_digit_answers_however_it_is_typed(group: Group, typed: str) -> None:
    await group.tells("赵敏", f"诉求 {LAMP}")
    group.forgets()
    await group.tells("赵敏", typed)
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert petition.named


async def test_a_digit_answers_the_last_question(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    group.forgets()
    await group.tells("赵敏", "2")
    assert group.told("赵敏") == [GOES_ON]


async def test_a_quoted_question_is_the_one_that_is_answered(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "诉求 王庄桥上的栏杆断了两天")
    await group.tells("赵敏", "撤回 1")
    first = group.told("赵敏")[-1]
    await group.tells("赵敏", "撤回 2")
    group.forgets()
    await group.tells("赵敏", "1", quote=Quote(text=first, from_bot=True))
    assert group.told("赵敏") == [WITHDRAWN]


async def test_a_digit_that_was_not_offered_is_asked_for_again_and_the_question_stays(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    group.forgets()
    await group.tells("赵敏", "7")
    assert group.told("赵敏") == ["请回一个数字：1 确定，2 不撤回"]
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == WITHDRAWN


async def test_a_digit_holds_a_day_then_the_question_is_put_once_more(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.waits(hours=24, seconds=1)
    group.forgets()
    await group.tells("赵敏", "1")
    assert group.told("赵敏") == [
        "您说的是哪一件？是不是这一件：\n确定不办尾号 1 了吗？确定回 1，不撤回 2。\n是的话，请再回一次数字。"
    ]
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[1:] == [WITHDRAWN]


async def test_a_digit_still_holds_after_exactly_a_day(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.waits(hours=24)
    group.forgets()
    await group.tells("赵敏", "1")
    assert group.told("赵敏") == [WITHDRAWN]


async def test_a_digit_nobody_asked_for_is_asked_back_in_private(group: Group) -> None:
    await group.says("赵敏", "1")
    assert (group.heard, group.told("赵敏")) == ([], [WHICH])


async def test_a_digit_in_the_group_does_not_answer_what_was_asked_in_private(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    group.forgets()
    await group.says("赵敏", "1")
    assert group.told("赵敏") == [WHICH]


async def test_a_digit_answers_ones_own_question_and_nobody_elses(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    group.forgets()
    await group.tells("孙伟", "1")
    assert (group.told("孙伟"), group.told("赵敏")) == ([WHICH], [])


async def test_a_question_that_was_answered_is_not_answered_twice(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.tells("赵敏", "1")
    assert group.told("赵敏") == [WHICH]


async def test_a_command_is_a_command_even_where_a_question_is_open(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    group.forgets()
    await group.tells("赵敏", "我的")
    await group.tells("赵敏", "2")
    assert len(group.told("赵敏")) == 2
    assert group.told("赵敏")[1] == GOES_ON


async def asked_where(group: Group) -> None:
    """A voter has registered a matter without a place and is asked for it."""
    await group.tells("赵敏", "诉求 路灯不亮三天了")
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == "请问在哪里？说村名和附近的标志就行，例如“李村小学门口”。也可以发定位。"
    group.forgets()


@pytest.mark.parametrize("typed", ["进度 1", "撤回1", "补充 1 昨晚又停了"])
async def test_a_command_that_names_a_matter_is_no_answer_in_words(group: Group, typed: str) -> None:
    await asked_where(group)
    await group.tells("赵敏", typed)
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert petition.place is None


@pytest.mark.parametrize("typed", ["李村小学门口", "建议先看李村小学门口", "3"])
async def test_words_answer_a_question_that_asks_for_words(group: Group, typed: str) -> None:
    await asked_where(group)
    await group.tells("赵敏", typed)
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert petition.place == typed


# --- whose command it is ---


async def test_a_voter_who_types_a_command_of_staff_is_told_who_does_it(group: Group) -> None:
    await registered(group)
    await group.says("赵敏", "/派 1 张明远")
    assert group.heard == ["我单独发给您了。"]
    assert group.told("赵敏") == [f"“派”这一项由工作人员办。您有事直接跟我说，或打 {STATION.phone}。"]
    assert group.told("张明远") == []


@pytest.mark.parametrize(
    "typed", ["待办", "日报", "转告一下，李村小学门口路灯不亮三天了", "派个人来看看路灯吧，三天不亮了"]
)
async def test_a_voter_who_only_says_such_a_word_is_listened_to(group: Group, typed: str) -> None:
    await group.tells("赵敏", typed)
    assert not any("由工作人员办" in text for text in group.told("赵敏"))
    assert group.told("赵敏") != []


async def test_what_is_private_is_answered_in_private_and_the_group_reads_that_it_was(group: Group) -> None:
    await registered(group)
    await group.says("赵敏", "/我的")
    assert group.heard == ["我单独发给您了。"]
    assert LAMP in group.told("赵敏")[0]


# --- telling errors ---


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/诉求", "您还没说什么事。例如：诉求 李村小学门口路灯不亮三天了"),
        ("诉求。", "您还没说什么事。例如：诉求 李村小学门口路灯不亮三天了"),
        ("/撤回", "请带上尾号，例如：撤回 12。不知道尾号发“我的”。"),
        ("/撤回 那个路灯", "请带上尾号，例如：撤回 12。不知道尾号发“我的”。"),
        ("/评价 1 嗯", "请说满意、基本满意或不满意，例如：评价 12 满意"),
        ("/进度 9", "没查到尾号 9。您的有：1"),
        ("/撤回 九", "没查到尾号 9。您的有：1"),
    ],
)
async def test_what_is_missing_is_told_with_an_example(group: Group, typed: str, told: str) -> None:
    await registered(group)
    await group.tells("赵敏", typed)
    assert group.told("赵敏") == [told]


async def test_somebody_elses_matter_is_refused_without_a_word_on_it_anywhere(group: Group) -> None:
    await registered(group)
    await group.says("孙伟", "/进度 1")
    assert group.told("孙伟") == ["没查到尾号 1。请核对一下尾号。"]
    assert not any(LAMP in text for text in (*group.heard, *group.told("孙伟")))


async def test_a_step_that_does_not_fit_is_refused_with_the_state_in_plain_words(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.tells("赵敏", "撤回 1")
    assert group.told("赵敏") == ["尾号 1 现在是“已撤回”，不能撤回。"]


async def test_the_commands_of_staff_are_not_shown_to_a_group_of_voters(group: Group) -> None:
    await group.says("林晓", "帮助")
    (shown,) = group.heard
    assert len(shown.splitlines()) == 5
    assert "派给代表" in group.told("林晓")[0]
