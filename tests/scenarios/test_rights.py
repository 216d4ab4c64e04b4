"""What a voter may do with what is kept about him: correct it, take a copy, take back a consent, have it erased."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handlers
from handlers.message import Recipient
from handlers.people.rules.voters import NOTICE, Consent, Contact
from handlers.petitions.rules.petition import Petition, Sharing, State
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.story import LAMP, MONDAY, a_group, assigned, registered, surveyed
from tests.support.township import BOUND, STATION, TOWNSHIP

ILL = "我老伴瘫在床上，家门口的路坏了轮椅出不去"


@pytest.fixture
def group() -> Group:
    return a_group(jobs=())


async def petition(group: Group, tail: int = 1) -> Petition:
    async with group.storage.begin() as work:
        (found,) = await work.petitions.with_tail(STATION.id, tail)
    return found


async def contact(group: Group) -> Contact:
    voter = (await petition(group)).voter
    assert voter is not None
    async with group.storage.begin() as work:
        return await work.voters.contact(voter)


# --- correct ---


async def test_a_name_is_corrected_and_the_deputy_reads_the_new_one(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "我的信息 称呼 赵敏敏")
    assert group.told("赵敏") == ["好的，以后称呼您“赵敏敏”。"]
    await group.tells("林晓", "1")
    assert "选民赵敏敏反映" in group.told("张明远")[0]


async def test_a_telephone_is_corrected_and_said_back_masked(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "我的信息 电话 138 1234 5678")
    assert group.told("赵敏") == ["好的，您的电话改成 138****5678。"]
    assert await contact(group) == Contact(name="赵敏", phone="13812345678")


@pytest.mark.parametrize("words", ["我的信息 电话 不知道", "我的信息 称呼", "我的信息 电话"])
async def test_what_is_no_name_and_no_number_changes_nothing(group: Group, words: str) -> None:
    await registered(group)
    await group.tells("赵敏", words)
    assert group.told("赵敏") == ["要改，发“我的信息 称呼”或“我的信息 电话”加新的。"]
    assert await contact(group) == Contact(name="赵敏")


async def test_whom_the_roster_names_is_corrected_there(group: Group) -> None:
    await group.tells("张明远", "我的信息 称呼 老张")
    assert group.told("张明远") == ["您的姓名在站里的名册上。要改，请告诉站长。"]


# --- a copy ---


async def test_a_copy_holds_all_that_was_said_and_decided_and_who_read_the_name(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "我的信息 电话 13812345678")
    await group.tells("赵敏", "补充 1 昨晚又灭了一盏")
    group.forgets()
    await group.tells("赵敏", "我的信息 导出")
    copy = "\n".join(group.told("赵敏"))
    assert group.told("赵敏")[0].startswith("我这里记着的您的全部信息（1/")
    for told in (
        "称呼：赵敏",
        "电话：13812345678",
        "可以给您的代表和工作人员看，2026-03-16 09:00 ，隐私说明第1版",
        "编号 QS2026-0001",
        f"您的原话：{LAMP}",
        "补充：昨晚又灭了一盏",
        "答复：三盏灯都换好了",
        "您的代表看过您的联系方式",
    ):
        assert told in copy


async def test_a_long_copy_comes_in_parts_none_of_them_too_long(group: Group) -> None:
    await registered(group)
    for number in range(12):
        await group.tells("赵敏", f"补充 1 第{number}处" + "路灯还是不亮" * 30)
    group.forgets()
    await group.tells("赵敏", "我的信息 导出")
    parts = group.told("赵敏")
    assert len(parts) > 2
    assert all(f"（{number}/{len(parts)}）" in part for number, part in enumerate(parts, start=1))
    assert max(map(len, parts)) < 1600
    assert all(f"第{number}处" in "".join(parts) for number in range(12))


async def test_a_copy_holds_nothing_of_anybody_else(group: Group) -> None:
    await registered(group)
    await group.tells("孙伟", "/诉求 王庄的桥断了")
    group.forgets()
    await group.tells("孙伟", "我的信息 导出")
    assert "路灯" not in "".join(group.told("孙伟"))


async def test_a_copy_asked_for_in_the_group_comes_in_private(group: Group) -> None:
    await registered(group)
    await group.says("赵敏", "我的信息 导出")
    assert group.heard == ["我单独发给您了。"]


# --- consents ---


async def test_a_consent_taken_back_unnames_every_matter(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "我的信息 撤回同意")
    assert group.told("赵敏") == ["您要撤回哪一项同意？称呼和电话回 1，不撤回回 2。"]
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[1] == "已撤回。您的称呼和电话不再给代表和工作人员看，登记的事照样办。"
    await group.tells("林晓", "1")
    assert "赵敏" not in "".join(group.told("张明远"))
    group.forgets()
    await group.tells("赵敏", "我的信息")
    assert "联系方式：不留名字" in group.told("赵敏")[0]


async def test_who_gave_no_consent_has_none_to_take_back(group: Group) -> None:
    await group.tells("赵敏", "我的信息 撤回同意")
    assert group.told("赵敏") == ["您没有同意过把联系方式或敏感内容给别人看，不用撤回。"]


async def test_a_consent_stays_with_whom_the_last_digit_is_answered(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "我的信息 撤回同意")
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[1] == "好的，还照原来的。"
    assert (await petition(group)).named


async def test_the_version_of_the_notice_stands_with_the_consent(group: Group) -> None:
    await registered(group)
    voter = (await petition(group)).voter
    assert voter is not None
    async with group.storage.begin() as work:
        known = await work.voters.get(voter)
    assert (known.consent, known.notice) == (Consent.NAMED, NOTICE)


async def test_after_the_notice_has_changed_a_consent_is_asked_for_once_more(group: Group) -> None:
    await registered(group)
    voter = (await petition(group)).voter
    assert voter is not None
    async with group.storage.begin() as work:
        await work.voters.save(replace(await work.voters.get(voter), notice=NOTICE - 1))
    await group.tells("赵敏", "/诉求 王庄的水管漏了两天")
    asked = (
        "隐私说明改过了，全文发“隐私”。再问您一次：\n要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。"
    )
    assert group.told("赵敏")[-1].startswith(asked)
    assert not (await petition(group, 2)).named
    await group.tells("赵敏", "1")
    assert (await petition(group, 2)).named
    group.forgets()
    await group.tells("赵敏", "/诉求 李村的垃圾没人收")
    assert "再问您一次" not in "".join(group.told("赵敏"))


# --- sensitive words ---

ASKED = (
    "您说的内容涉及身体、家境或孩子的情况。不是必须的，建议不发。\n"
    "同意给您的代表和办理单位看，请回 1；只给工作人员看，请回 2；不留请回 3，我马上删。"
)


async def ill(group: Group) -> None:
    """A voter has told of somebody's illness and was asked who may read it."""
    await group.says("赵敏", f"/诉求 李村{ILL}")
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1] == ASKED


async def test_until_the_voter_agrees_sensitive_words_go_to_no_deputy(group: Group) -> None:
    await ill(group)
    group.forgets()
    await group.tells("林晓", "派 1 张明远")
    await group.tells("张明远", "接手 1")
    assert group.told("林晓") == [
        "尾号 1 说到身体、家境或孩子的情况，选民还没有同意给代表和单位看。请先由工作人员来办。"
    ]
    assert group.told("张明远") == ["没查到尾号 1。请核对一下尾号。"]


async def test_agreed_to_by_one_digit_they_are_given_to_the_deputy(group: Group) -> None:
    await ill(group)
    group.forgets()
    await group.tells("赵敏", "1")
    assert group.told("林晓")[0].startswith("尾号 1 选民同意给代表和办理单位看了。\n派给张明远代表回 1。")
    await group.tells("林晓", "1")
    assert "瘫在床上" in group.told("张明远")[0]


async def test_refused_they_stay_with_staff_even_when_time_runs_on(group: Group) -> None:
    await ill(group)
    await group.tells("赵敏", "2")
    await group.waits(days=30)
    assert "瘫" not in "".join(group.told("张明远"))
    assert (await petition(group)).sharing is Sharing.REFUSED


async def test_not_to_be_kept_they_are_erased_everywhere() -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    group = Group(storage, now=MONDAY, jobs=())
    await ill(group)
    await group.tells("赵敏", "3")
    assert "瘫在床上" not in storage.everything()
    assert (await petition(group)).state is State.WITHDRAWN


async def test_taken_back_they_are_the_deputys_no_more(group: Group) -> None:
    await ill(group)
    await group.tells("赵敏", "1")
    await group.tells("林晓", "1")
    group.forgets()
    await group.tells("赵敏", "我的信息 撤回同意")
    await group.tells("赵敏", "1")
    assert group.told("赵敏") == [
        "您要撤回哪一项同意？尾号 1 的敏感内容回 1，不撤回回 2。",
        "已撤回。这件事的内容从现在起只给工作人员看，照样办。以前转出去的收不回来。",
    ]
    assert group.told("林晓") == ["尾号 1 选民撤回了同意，内容从现在起只给工作人员看，请站里接着办。"]
    group.forgets()
    await group.tells("张明远", "接手 1")
    assert group.told("张明远") == ["没查到尾号 1。请核对一下尾号。"]


# --- erasing ---


async def test_views_on_a_topic_are_erased_with_everything_else() -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    group = Group(storage, now=MONDAY)
    await group.tells("何建平", "/议题 停车难")
    await group.waits(days=1)
    await group.says("赵敏", "/议事 老邱家门口别停车")
    await group.says("孙伟", "/议事 广场划线")
    await group.tells("赵敏", "我的信息 删除")
    await group.tells("赵敏", "1")
    assert "老邱家" not in storage.everything()
    assert "广场划线" in storage.everything()


@given(deeds=st.lists(st.tuples(st.sampled_from(["赵敏", "孙伟", "周芳"]), st.booleans()), min_size=1, max_size=10))
async def test_erasing_leaves_the_trail_whole_and_every_line_that_stood_before(deeds: list[tuple[str, bool]]) -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    group = Group(storage, now=MONDAY, jobs=())
    lines = 0
    for number, (name, erases) in enumerate(deeds):
        if erases:
            await group.tells(name, "我的信息 删除")
            await group.tells(name, "1")
        else:
            await group.tells(name, f"/诉求 李村{number}号路灯不亮三天了")
            await group.tells(name, "1")
        async with storage.begin() as work:
            after = await work.audit.verify()
        assert after > lines
        lines = after


# --- who reads a contact ---


def test_a_contact_is_read_in_one_place_that_puts_it_on_the_trail() -> None:
    home = Path(handlers.__file__).parent
    readers = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "contact" and ast.unparse(node.value).endswith("voters")
    }
    assert readers == {"people/contacts.py"}


async def test_the_trail_says_who_read_a_contact_and_for_what(group: Group) -> None:
    await assigned(group)
    found = await petition(group)
    assert found.voter is not None
    async with group.storage.begin() as work:
        (line,) = [one for one in await work.audit.of(found.voter) if one.event == "read_contact"]
    assert (line.actor, line.role, line.reason) == ("zhang", "deputy", found.id)
    assert Recipient.person(found.voter).id not in {line.reason, line.actor}
