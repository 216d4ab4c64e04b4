"""Useful telephones, where to go, and answers too long for a group."""

from handlers.long_answers import LONGEST_IN_GROUP, beginning
from tests.support.group import Group


async def test_a_telephone_is_found_by_what_it_is_for(group: Group) -> None:
    await group.says("赵敏", "/电话 供水")
    assert group.heard == ["青石供水站：0399-6000016\n青石镇人大代表联络站：0399-6000001"]


async def test_a_long_list_of_telephones_goes_on_in_private(group: Group) -> None:
    await group.says("赵敏", "电话")
    assert len(group.heard[0]) <= LONGEST_IN_GROUP
    assert group.heard[0].endswith("\n其余的我单独发给您。")
    assert group.told("赵敏")[0].count("\n") == 5


async def test_where_to_go_is_told_with_what_to_bring(group: Group) -> None:
    await group.tells("赵敏", "去哪办 社保卡")
    assert group.told("赵敏") == [
        "便民服务中心社保窗口\n地址：青石镇政府一楼三号窗口\n时间：工作日 8:30—17:00\n电话：0399-6000015\n要带：身份证、户口本"
    ]


async def test_what_the_list_lacks_has_the_door_of_its_kind(group: Group) -> None:
    await group.tells("赵敏", "/去哪办 劳动仲裁")
    assert group.told("赵敏")[0].startswith("您好，这件事法律规定了专门的办理办法：")


async def test_what_nobody_knows_is_said_with_the_hotline(group: Group) -> None:
    await group.tells("赵敏", "/去哪办 养蜜蜂")
    assert group.told("赵敏") == ["没查到“养蜜蜂”归哪里办。请打 12345，或打 0399-6000001 问，找人工发“人工”。"]


async def test_without_words_it_says_what_may_be_asked(group: Group) -> None:
    await group.tells("赵敏", "/去哪办")
    assert group.told("赵敏") == ["要问哪一件？发“去哪办”加您的事，例如：\n去哪办 调解\n去哪办 社保卡\n去哪办 供水"]


async def test_what_a_group_hears_is_never_longer_than_it_may_be(group: Group) -> None:
    for command in ("/接待日", "/代表", "/站点", "/电话", "/去哪办"):
        await group.says("赵敏", command)
    assert all(len(text) <= LONGEST_IN_GROUP for text in group.heard)


def test_the_beginning_of_a_long_answer_says_that_there_is_more() -> None:
    assert beginning(["短"] * 100).endswith("短\n其余的我单独发给您。")
    assert beginning(["长" * 200]) == "其余的我单独发给您。"
