"""A message longer than anybody types is not looked through: its sender is asked for less, and dangers are heard."""

import pytest

from handlers.intake.texts import TOO_LONG
from handlers.message import Quote
from tests.support.group import Group

LAMP = "村东头路灯不亮三天了没人管。"


@pytest.mark.parametrize("sign", ["", "/诉求 "])
async def test_who_says_too_much_is_asked_to_say_less_and_nothing_is_registered(group: Group, sign: str) -> None:
    await group.tells("赵敏", sign + LAMP * 300)
    assert group.told("赵敏") == [TOO_LONG]
    await group.tells("赵敏", f"/诉求 {LAMP}")
    assert "编号 QS2026-0001" in group.told("赵敏")[1]


@pytest.mark.parametrize("said", ["1" * 4000, " " * 3990 + "路灯坏了", "一" * 4000, "路灯坏了\n" * 800, "（" * 4000])
async def test_whatever_may_be_said_at_once_is_answered(group: Group, said: str) -> None:
    await group.tells("赵敏", said)
    assert group.told("赵敏")


async def test_too_long_a_quote_is_too_much_as_well(group: Group) -> None:
    await group.says("赵敏", "登记", quote=Quote(text=LAMP * 300))
    assert group.told("赵敏") == [TOO_LONG]


async def test_a_danger_is_heard_at_the_beginning_of_however_much(group: Group) -> None:
    await group.tells("赵敏", "煤气漏了，满屋子都是味！" + LAMP * 300)
    assert TOO_LONG not in group.told("赵敏")
    assert "119" in group.told("赵敏")[0]
