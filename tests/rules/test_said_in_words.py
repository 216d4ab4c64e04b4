"""A choice said in words, however it is said, means its digit."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handlers
from handlers.conversation import VALID, Question, said_in_words
from handlers.dates.china_time import moment
from handlers.message import Choice, Recipient
from handlers.people.rules.roster import PersonId
from handlers.petitions import redirect_texts
from handlers.petitions import texts as petition_texts
from handlers.petitions.voters import register_texts
from handlers.words import PLAIN, SAID_AFTER, SAID_BEFORE

NOW: Final = moment(date(2026, 3, 16), time(9))
Choices = tuple[Choice, ...]


def declared() -> Iterator[Choices]:
    """Yield the choices of every question that stand beside its text."""
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        if module.name.rpartition(".")[2].endswith("texts"):
            for value in vars(importlib.import_module(module.name)).values():
                yield from filter(is_choices, value.values() if isinstance(value, dict) else (value,))


def is_choices(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Choice) for one in value)


DECLARED: Final = tuple(dict.fromkeys(declared()))


def asked(choices: Choices) -> Question:
    person = PersonId("zhao")
    where = Recipient.person(person)
    return Question(person=person, where=where, topic="any", subject="any", choices=choices, asked_at=NOW)


SAID: Final = st.sampled_from(
    [
        (choices, choice.digit, words)
        for choices in DECLARED
        for choice in choices
        for words in (choice.label, *choice.also, *(PLAIN[choice.plain] if choice.plain is not None else ()))
    ]
)


def test_the_choices_of_every_subject_are_looked_at() -> None:
    assert {petition_texts.WITHDRAW_CHOICES, redirect_texts.FOUND_CHOICES, register_texts.DRAFT_CHOICES} < set(DECLARED)


@given(said=SAID, before=st.sampled_from(("", *SAID_BEFORE)), after=st.sampled_from(("", "。", *SAID_AFTER)))
def test_every_choice_is_understood_by_its_name_and_what_else_is_said_for_it(
    said: tuple[Choices, int, str], before: str, after: str
) -> None:
    choices, digit, words = said
    assert said_in_words(words, asked(choices), NOW) == digit
    assert said_in_words(f"{before}{words}{after}", asked(choices), NOW) in {digit, None}


@given(said=SAID, before=st.sampled_from(("嗯，", "那就")), after=st.sampled_from(("吧", "，谢谢", "啊。")))
def test_politeness_around_it_changes_nothing(said: tuple[Choices, int, str], before: str, after: str) -> None:
    choices, digit, words = said
    assert said_in_words(f"{before}{words}{after}", asked(choices), NOW) == digit


@pytest.mark.parametrize("words", ["好的", "没有", "是的"])
def test_a_nod_is_no_answer_to_what_was_asked_long_ago(words: str) -> None:
    later = NOW + VALID + timedelta(minutes=1)
    assert said_in_words(words, asked(register_texts.DRAFT_CHOICES), NOW) is not None
    assert said_in_words(words, asked(register_texts.DRAFT_CHOICES), later) is None


@pytest.mark.parametrize("words", ["好的", "嗯", "行", "算了"])
def test_a_mere_nod_ends_nothing(words: str) -> None:
    assert said_in_words(words, asked(petition_texts.WITHDRAW_CHOICES), NOW) is None
