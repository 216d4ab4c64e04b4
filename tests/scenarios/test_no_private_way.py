"""A bot that can speak to nobody alone: the group hears one line for each answer, and never that somebody was told."""

import pytest

from handlers.message import Account, Heard, MessageId, Scope
from handlers.people.rules.roster import Place
from handlers.people.texts import no_private_way
from tests.support.group import PHONE, Group
from tests.support.story import a_group
from tests.support.township import PLATFORM, ROBOT

VOTER = "赵敏"


async def heard_after(group: Group, text: str) -> list[str]:
    """Return what the group hears once the voter has said *text* there."""
    group.platform.unreachable.add(Place(platform=PLATFORM, account=ROBOT, chat=VOTER))
    heard = Heard(
        id=MessageId("fake:alone"),
        place=group.place,
        scope=Scope.GROUP,
        sender=Account(platform=PLATFORM, account=ROBOT, user=VOTER),
        sender_name=VOTER,
        sent_at=group.clock.now(),
        text=f"@小助手 {text}",
        private_way=False,
    )
    await group.router.hear(heard)
    await group.time.settle()
    return group.heard


@pytest.mark.parametrize("text", ["/我的", "/派 1 张明远", "/评价 好得很"])
async def test_an_answer_that_was_for_the_speaker_alone_is_one_line_on_how_to_get_it(text: str) -> None:
    assert await heard_after(a_group(), text) == [no_private_way(PHONE)]


async def test_a_long_answer_ends_with_how_to_get_the_rest() -> None:
    (said,) = await heard_after(a_group(), "电话")
    assert said.endswith(f"\n{no_private_way(PHONE)}")
