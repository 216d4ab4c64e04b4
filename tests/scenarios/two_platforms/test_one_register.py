"""One station on WeChat Work and DingTalk at once: people, matters and posts are the same wherever somebody speaks."""

from pathlib import Path

from tests.support.platform_stories import ANNOUNCEMENT, RECEIPT, october
from tests.support.story import LAMP, MONDAY
from tests.support.township import LI_VILLAGE, WANG_VILLAGE
from tests.support.two_platforms import PLACES, On, TwoPlatforms, on_two_platforms


async def code_by(station: TwoPlatforms, name: str, said: str) -> str:
    """Return the code that somebody gets on WeChat Work for that."""
    station.told(On.WECOM, name)
    await station.tells(On.WECOM, name, said)
    return station.told(On.WECOM, name).partition("绑定码：")[2][:6]


async def bound(station: TwoPlatforms, name: str) -> str:
    """Have somebody bind his account on DingTalk with a code of his own; return what he reads there."""
    await station.tells(On.DINGTALK, name, f"绑定 {await code_by(station, name, '绑定')}")
    return station.told(On.DINGTALK, name)


async def assigned(station: TwoPlatforms) -> None:
    """A voter has registered a matter in the group on WeChat Work, and staff have given it to a deputy."""
    await station.says(On.WECOM, "赵敏", f"/诉求 {LAMP}", chat=LI_VILLAGE)
    assert station.heard(On.WECOM, LI_VILLAGE).startswith(RECEIPT)
    await station.tells(On.WECOM, "赵敏", "1")
    await station.tells(On.WECOM, "林晓", "1")


async def test_a_matter_begun_on_one_platform_is_asked_after_and_answered_on_the_other(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, MONDAY) as station:
        await assigned(station)
        assert (await bound(station, "赵敏")).startswith("两边都认得您了。")
        await station.tells(On.DINGTALK, "赵敏", "进度 1")
        assert station.told(On.DINGTALK, "赵敏").startswith(f"尾号 1：{LAMP}\n现在：已转代表")
        station.told(On.WECOM, "赵敏")
        await station.tells(On.WECOM, "张明远", "3")
        await station.tells(On.WECOM, "张明远", "已和电工去看过，明天修")
        assert station.told(On.DINGTALK, "赵敏").startswith("尾号 1 有结果了：已和电工去看过，明天修")
        assert station.told(On.WECOM, "赵敏") == ""
        await station.tells(On.DINGTALK, "赵敏", "满意")
        assert station.told(On.DINGTALK, "赵敏").startswith("尾号 1 已办结，谢谢您的评价。")
        assert station.breaches == []


async def test_a_voter_is_told_where_he_spoke_last(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, MONDAY) as station:
        await assigned(station)
        await bound(station, "赵敏")
        await station.says(On.WECOM, "赵敏", "接待日", chat=LI_VILLAGE)
        station.told(On.WECOM, "赵敏")
        await station.tells(On.WECOM, "张明远", "1")
        assert station.told(On.WECOM, "赵敏") == "尾号 1：张代表已经看到，会如实反映、跟着催。"
        assert station.told(On.DINGTALK, "赵敏") == ""


async def test_who_is_bound_on_neither_is_two_people(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, MONDAY) as station:
        await assigned(station)
        await station.tells(On.DINGTALK, "赵敏", "我的")
        assert LAMP not in station.told(On.DINGTALK, "赵敏")


async def test_a_deputy_bound_on_both_has_one_list_of_what_is_on_his_hands(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, MONDAY) as station:
        await assigned(station)
        code = await code_by(station, "林晓", "绑定码 张明远")
        await station.tells(On.DINGTALK, "张明远", f"绑定 {code}")
        assert station.told(On.DINGTALK, "张明远").startswith("张明远，您好。这个账号认得您了")
        await station.tells(On.DINGTALK, "张明远", "待办")
        assert LAMP in station.told(On.DINGTALK, "张明远")
        await station.tells(On.DINGTALK, "张明远", "接手 1")
        assert station.told(On.WECOM, "赵敏").endswith("尾号 1：张代表已经看到，会如实反映、跟着催。")


async def test_a_question_asked_on_one_platform_is_answered_on_the_other(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, MONDAY) as station:
        await bound(station, "张明远")
        await station.tells(On.WECOM, "张明远", "待办")
        await assigned(station)
        assert "接手回 1" in station.told(On.WECOM, "张明远")
        await station.tells(On.DINGTALK, "张明远", "1")
        assert station.told(On.WECOM, "赵敏").endswith("尾号 1：张代表已经看到，会如实反映、跟着催。")


async def test_matters_of_both_platforms_are_numbered_in_one_row(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, MONDAY) as station:
        await station.says(On.WECOM, "赵敏", f"/诉求 {LAMP}", chat=LI_VILLAGE)
        await station.says(On.DINGTALK, "钱伟", "/诉求 王庄的桥栏杆断了", chat=WANG_VILLAGE)
        assert "尾号 1" in station.heard(On.WECOM, LI_VILLAGE)
        assert "尾号 2" in station.heard(On.DINGTALK, WANG_VILLAGE)
        assert "尾号 2（王庄）：王庄的桥栏杆断了" in station.told(On.WECOM, "林晓")


async def test_an_announcement_reaches_every_group_wherever_it_is(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, october(12, 12)) as station:
        await station.waits_until(october(17, 9, 30))
        announced = ANNOUNCEMENT.partition("\n")[0]
        assert station.heard(On.WECOM, LI_VILLAGE).startswith(announced)
        assert station.heard(On.DINGTALK, WANG_VILLAGE).startswith(announced)
        assert station.heard(On.DINGTALK, LI_VILLAGE) == ""


async def test_a_group_moves_to_the_other_platform_and_keeps_everything(tmp_path: Path) -> None:
    async with on_two_platforms(tmp_path, MONDAY) as station:
        await unplaced(station, On.WECOM)
        await assigned(station)
        await bound(station, "赵敏")
        await bound(station, "林晓")

        await unplaced(station, On.DINGTALK)
        assert station.heard(On.DINGTALK, LI_VILLAGE) == "@林晓 这里是“李村群”，我记住了。大家有事 @我，直接说就行。"
        await station.says(On.DINGTALK, "赵敏", "进度 1", chat=LI_VILLAGE)
        assert station.told(On.DINGTALK, "赵敏").startswith(f"尾号 1：{LAMP}")
        await station.says(On.DINGTALK, "赵敏", "/诉求 李村的桥栏杆断了", chat=LI_VILLAGE)
        assert "尾号 2" in station.heard(On.DINGTALK, LI_VILLAGE)


async def unplaced(station: TwoPlatforms, on: On) -> None:
    """The settings say only that Li village's group is on that platform; staff bind it there."""
    await station.starts({**PLACES, LI_VILLAGE: on.somewhere(LI_VILLAGE)})
    await station.tells(on, "林晓", "绑定码 李村群")
    code = station.told(on, "林晓").rpartition("绑定码：")[2][:6]
    station.heard(on, LI_VILLAGE)
    await station.says(on, "林晓", f"绑定本群 {code}", chat=LI_VILLAGE)
    if on is On.WECOM:
        station.heard(on, LI_VILLAGE)
