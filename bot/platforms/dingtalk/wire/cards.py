"""Cards with a button for each choice, and what a click on one says. No I/O.

A card's template is made by hand in the console. It shows the variable `question` and, while `chosen` is empty, a
button for each `label1`…`label6` that is not; each button calls back with the parameter `said`, bound to `said1`…
`said6`. That parameter carries the digit, its label and the question: a click may come weeks later, and must answer
what was asked then. It takes 1 KB (open.dingtalk.com, instructions-for-filling-in-api-card-data).
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from bot.sending.choosing import Chosen
from handlers.message import Choice

LONGEST_QUESTION: Final = 200  # characters, of four bytes at most
LONGEST_LABEL: Final = 20  # characters
MOST_BUTTONS: Final = 6
SAID: Final = "said"

Parameters = Mapping[str, str]
"""What a card's variables are, or some of them."""


def fits(text: str, choices: Sequence[Choice]) -> bool:
    """Return whether a card can hold *text* with a button for each choice."""
    return (
        0 < len(choices) <= MOST_BUTTONS
        and len(text) <= LONGEST_QUESTION
        and all(one.label and len(one.label) <= LONGEST_LABEL for one in choices)
    )


def track_of(post: str) -> str:
    """Return the id of the card that shows the post with that key, the same at each try."""
    return str(uuid5(NAMESPACE_OID, post))


def asking(text: str, choices: Sequence[Choice]) -> Parameters:
    """Return the variables of a card that asks *text*; it must fit."""
    variables = {"question": text, "chosen": ""}
    for number in range(1, MOST_BUTTONS + 1):
        one = choices[number - 1] if number <= len(choices) else None
        chosen = None if one is None else Chosen(words=str(one.digit), label=one.label, question=text)
        variables[f"label{number}"] = "" if chosen is None else chosen.label
        variables[f"{SAID}{number}"] = "" if chosen is None else chosen.key
    return variables


def settled(chosen: Chosen) -> Parameters:
    """Return the variables that change once that choice was made."""
    return {"chosen": chosen.label}
