"""What people read about news that is fetched with a code."""

from collections.abc import Sequence
from typing import Final

from handlers.petitions import texts
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.pick_up import GOOD_FOR


def code(tail: int, code: str) -> str:
    """To staff."""
    return (
        f"尾号 {tail} 的取件码：{code}，{GOOD_FOR.days}天内有效，只能一个人用。\n"
        f"请核对确实是本人，再在电话里或当面告诉他：在网页或私聊里发“取件 {tail} {code}”。不要发在群里。"
    )


def news(petition: Petition, undelivered: Sequence[str]) -> str:
    """Tell where the matter stands, and what its voter could not be told."""
    answer = () if petition.answer is None else (f"答复：{petition.answer}",)
    return "\n".join((texts.progress(petition), *answer, *undelivered))


WRONG: Final = "尾号或取件码不对，或者过期了。请打站里电话，核对后再给您一个。"
BURNT: Final = "取件码发在群里，别人也看到了，这个已经作废。请打站里电话再要一个，单独发给我。"
