"""What a robot does with what it is told, the same whichever way it came."""

import asyncio
from datetime import timedelta
from typing import Final

import pytest

from bot.platforms.dingtalk.hearing.ears import QUOTA_GONE
from bot.platforms.dingtalk.hearing.excuse_texts import CANNOT_HEAR
from handlers.message import Scope
from tests.bot.dingtalk.hearing.parts import ENTRY, GROUP, NAME, OTHER, OUTSIDER, VOTER, Parts
from tests.simulators.dingtalk.persons import Quoted
from tests.support.webchat import Listener

SPENT: Final = "quota used up, nothing to read"
STRANGE: Final = [
    "without senderStaffId",
    "without isAdmin",
    "without conversationTitle",
    "content as a string",
    "content as JSON in a string",
    "numeric conversationType",
    "extra members",
    "reply to the cloud",
    "reply to a longer name",
    "reply behind an @",
    "reply to another port",
]


def shown(parts: Parts, chat: str) -> list[str]:
    return [one.text for one in parts.simulator.shown(chat)]


@pytest.mark.usefixtures("hears")
async def test_a_mention_and_a_word_in_private_are_heard_where_they_were_said(parts: Parts, ear: Listener) -> None:
    assert (await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP)).tries == [200]
    assert (await parts.simulator.says(OTHER, "进度")).tries == [200]
    assert [(one.text, one.place.account, one.place.chat, one.scope, one.sender.user) for one in ear.heard] == [
        ("路灯坏了", ENTRY, GROUP, Scope.GROUP, VOTER),
        ("进度", ENTRY, OTHER, Scope.DIRECT, OTHER),
    ]
    assert parts.simulator.world.record.history == []
    assert parts.simulator.breaches == []


@pytest.mark.usefixtures("hears")
async def test_nothing_is_acknowledged_before_it_is_kept(parts: Parts, ear: Listener) -> None:
    ear.gate.clear()
    saying = asyncio.create_task(parts.simulator.says(VOTER, "路灯坏了"))
    await ear.called.wait()
    await asyncio.sleep(1)
    assert not saying.done()
    ear.gate.set()
    assert (await saying).tries == [200]


@pytest.mark.usefixtures("hears")
@pytest.mark.parametrize("fault", STRANGE)
async def test_what_is_strange_about_a_message_does_not_lose_it(parts: Parts, ear: Listener, fault: str) -> None:
    parts.simulator.fault(fault)
    assert (await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP)).taken
    assert [one.text for one in ear.heard] == ["路灯坏了"]
    assert parts.simulator.breaches == []


@pytest.mark.usefixtures("hears")
async def test_a_message_of_a_kind_nobody_knows_is_heard_without_words(parts: Parts, ear: Listener) -> None:
    parts.simulator.fault("unknown msgtype")
    assert (await parts.simulator.says(VOTER, "路灯坏了")).taken
    assert [one.text for one in ear.heard] == [""]


@pytest.mark.usefixtures("hears")
async def test_somebody_from_outside_is_the_same_person_each_time(parts: Parts, ear: Listener) -> None:
    await parts.simulator.says(OUTSIDER, "路灯坏了")
    await parts.simulator.says(OUTSIDER, "进度")
    first, second = ear.heard
    assert first.sender == second.sender
    assert first.sender.user.startswith("union:")
    assert first.place.chat == first.sender.user


@pytest.mark.usefixtures("hears")
async def test_what_was_quoted_is_heard_with_what_was_said_of_it(parts: Parts, ear: Listener) -> None:
    await parts.simulator.says(VOTER, f"@{NAME} 登记", chat=GROUP, quote=Quoted(by=OTHER, parts=["井盖丢了"]))
    (heard,) = ear.heard
    assert heard.quote is not None
    assert (heard.text, heard.quote.text) == ("登记", "井盖丢了")


# --- row 10: the month is used up ---


@pytest.mark.usefixtures("hears")
async def test_a_message_without_words_is_acknowledged_and_excused_once_a_day(parts: Parts, ear: Listener) -> None:
    for _ in range(3):
        parts.simulator.fault(SPENT)
        assert (await parts.simulator.says(VOTER, "路灯坏了")).taken
    await asyncio.sleep(1)
    assert ear.heard == []
    assert shown(parts, VOTER) == [CANNOT_HEAR]
    parts.clock.move_to(parts.clock.now() + timedelta(days=1))
    parts.simulator.fault(SPENT)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(1)
    assert shown(parts, VOTER) == [CANNOT_HEAR, CANNOT_HEAR]
    assert set(parts.alarms) == {QUOTA_GONE}


@pytest.mark.usefixtures("hears")
async def test_who_was_not_heard_in_a_group_reads_so_there(parts: Parts) -> None:
    parts.simulator.fault(SPENT)
    await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP)
    await asyncio.sleep(1)
    assert shown(parts, GROUP) == [CANNOT_HEAR]


@pytest.mark.usefixtures("hears")
async def test_an_excuse_that_cannot_be_said_harms_nothing(
    parts: Parts, ear: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    parts.simulator.fault(SPENT)
    parts.simulator.fault("session gone")
    assert (await parts.simulator.says(VOTER, "路灯坏了")).taken
    assert (await parts.simulator.says(VOTER, "进度")).taken
    assert [one.text for one in ear.heard] == ["进度"]
    assert shown(parts, VOTER) == []
    assert "not excused" in caplog.messages
