"""Which template cards the platform takes (its page 101032), for AI bots and for apps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.simulators.wecom.refusals import Body, Refused

INTERACTIVE: Final = {"button_interaction", "vote_interaction", "multiple_interaction"}
NOTICES: Final = {"text_notice", "news_notice"}
TASK_ID: Final = re.compile(r"[0-9A-Za-z_\-@]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRules:
    """How many signs the parts of a card may have."""

    source: int = 13
    title: int = 26
    desc: int = 30
    sub_title: int = 112
    value: int = 26
    jump: int = 13
    vertical_title: int = 26
    vertical_desc: int = 112
    option: int = 10
    kinds: frozenset[str] = frozenset(INTERACTIVE | NOTICES)


AIBOT_CARDS: Final = CardRules()
APP_CARDS: Final = CardRules(
    source=20, title=36, desc=44, sub_title=160, value=30, jump=18, option=16, vertical_title=38, vertical_desc=160
)
WEBHOOK_CARDS: Final = CardRules(kinds=frozenset(NOTICES))


def check_card(card: object, rules: CardRules) -> Body:
    """Return the card; raise `Refused` with 40016 for its buttons and 40058 for anything else that is not allowed."""
    if not isinstance(card, dict) or card.get("card_type") not in rules.kinds:
        raise Refused(40058)
    kind = card["card_type"]
    title = _part(card, "main_title")
    _at_most(_part(card, "source"), desc=rules.source)
    _at_most(title, title=rules.title, desc=rules.desc)
    _at_most(card, sub_title_text=rules.sub_title)
    _at_most(_part(card, "emphasis_content"), title=10, desc=15)
    if not (title.get("title") or card.get("sub_title_text")):
        raise Refused(40058)
    for row in _rows(card, "horizontal_content_list", 6):
        _at_most(row, keyname=5, value=rules.value)
        if not row.get("keyname"):
            raise Refused(40058)
    for row in _rows(card, "jump_list", 3):
        _at_most(row, title=rules.jump)
        if not row.get("title"):
            raise Refused(40058)
    for row in _rows(card, "vertical_content_list", 4):
        _at_most(row, title=rules.vertical_title, desc=rules.vertical_desc)
    if kind in NOTICES and _part(card, "card_action").get("type") not in (1, 2):
        raise Refused(40058)
    if kind == "news_notice" and not (card.get("card_image") or _part(card, "image_text_area").get("image_url")):
        raise Refused(40058)
    if rules is not WEBHOOK_CARDS:
        _check_buttons(card, kind, rules)
    return card


def _check_buttons(card: Body, kind: str, rules: CardRules) -> None:
    menu = _part(card, "action_menu")
    if menu and not (menu.get("desc") and _rows(menu, "action_list", 3, errcode=40016)):
        raise Refused(40016)
    if (kind in INTERACTIVE or menu) and not TASK_ID.fullmatch(str(card.get("task_id", ""))):
        raise Refused(40058)
    if kind == "button_interaction":
        buttons = _rows(card, "button_list", 6, errcode=40016)
        if not buttons or any(not button.get("text") or len(button["text"]) > 10 for button in buttons):
            raise Refused(40016)
        _keys(buttons)
        _options(_part(card, "button_selection"), 10, rules.option, needed=False)
    elif kind in INTERACTIVE:
        submit = _part(card, "submit_button")
        if not submit.get("text") or len(submit["text"]) > 10:
            raise Refused(40016)
        _keys([submit])
    if kind == "vote_interaction":
        _options(_part(card, "checkbox"), 20, max(rules.option, 11), needed=True)
    if kind == "multiple_interaction":
        selections = _rows(card, "select_list", 3)
        if not selections:
            raise Refused(40058)
        for selection in selections:
            _options(selection, 10, rules.option, needed=True)


def _keys(buttons: list[Body]) -> None:
    if any(not button.get("key") and button.get("type") != 1 for button in buttons):
        raise Refused(40016)
    if any(len(str(button.get("key", "")).encode()) > 1024 for button in buttons):
        raise Refused(40016)


def _options(selection: Body, most: int, length: int, *, needed: bool) -> None:
    if not selection and not needed:
        return
    options = _rows(selection, "option_list", most)
    if not options or not selection.get("question_key"):
        raise Refused(40058)
    for option in options:
        _at_most(option, text=length)
        if not 1 <= len(str(option.get("id", "")).encode()) <= 128:
            raise Refused(40058)


def with_button_replaced(card: Body, words: str) -> Body:
    """Return a card whose buttons have given way to one that cannot be pressed."""
    return {**card, "button_list": [{"text": words}]}


def keys_of(card: Mapping[str, Any]) -> set[str]:
    """Return the keys of everything on a card that can be pressed."""
    menu = card.get("action_menu", {}).get("action_list", [])
    pressed = [*card.get("button_list", []), card.get("submit_button", {}), *menu]
    return {button["key"] for button in pressed if "key" in button}


def _part(card: Body, name: str) -> Body:
    part = card.get(name, {})
    if not isinstance(part, dict):
        raise Refused(40058)
    return part


def _rows(card: Body, name: str, most: int, *, errcode: int = 40058) -> list[Body]:
    rows = card.get(name, [])
    if not isinstance(rows, list) or len(rows) > most or not all(isinstance(row, dict) for row in rows):
        raise Refused(errcode)
    return rows


def _at_most(part: Body, **limits: int) -> None:
    for name, length in limits.items():
        if not isinstance(part.get(name, ""), str) or len(part.get(name, "")) > length:
            raise Refused(40058)
