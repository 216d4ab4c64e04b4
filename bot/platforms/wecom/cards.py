"""Cards with a button for each choice, and what a click on one says. No I/O.

A button's key carries its digit, its label and the question, half of the 1024 bytes it may have at most: a click comes
back with nothing else, perhaps weeks later, and must answer what was asked then. The limits are those of AI bots, which
are narrower than the apps' (developer.work.weixin.qq.com 101032, 90236).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from bot.sending.choosing import Chosen
from bot.sending.ways import Buttons
from handlers.message import Choice

LONGEST_TEXT: Final = 112  # characters, of sub_title_text
LONGEST_LABEL: Final = 10  # characters
MOST_BUTTONS: Final = 6
PLAIN: Final = 1  # style of a button

Card = Mapping[str, object]


def fits(text: str, choices: Sequence[Choice]) -> bool:
    """Return whether a card can hold *text* with a button for each choice."""
    return (
        0 < len(choices) <= MOST_BUTTONS
        and len(text) <= LONGEST_TEXT
        and all(one.label and len(one.label) <= LONGEST_LABEL for one in choices)
    )


def card(asked: Buttons) -> Card:
    """Return the question with a button for each choice; it must fit."""
    chosen = [Chosen(words=str(one.digit), label=one.label, question=asked.text) for one in asked.choices]
    return _card(hashlib.sha256(asked.key.encode()).hexdigest(), asked.text, chosen)


def settled(task_id: str, chosen: Chosen) -> Card:
    """Return the card *task_id* as it is to look once one of its choices was made."""
    return _card(task_id, chosen.question, [chosen])


def _card(task_id: str, text: str, buttons: Sequence[Chosen]) -> Card:
    return {
        "card_type": "button_interaction",
        "sub_title_text": text,
        "task_id": task_id,
        "button_list": [{"text": one.label, "style": PLAIN, "key": one.key} for one in buttons],
    }
