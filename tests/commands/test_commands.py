"""The table of commands holds together."""

from collections import Counter

import pytest

from handlers import commands_texts
from handlers.answers import ANSWERS, GUESS
from handlers.commands import BY_WORD, COMMANDS, VOCABULARY
from handlers.find_command import Found, find_command
from handlers.parse import Missing
from handlers.people.rules.roster import Role
from handlers.words import Word

WORDS = [command.word for command in COMMANDS]


def test_no_spelling_stands_for_two_commands() -> None:
    spellings = Counter(spelling for word in WORDS for spelling in set(word.spellings))
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


def test_each_word_belongs_to_one_command() -> None:
    assert len({word.ascii for word in WORDS}) == len(WORDS)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.ascii)
def test_no_alias_is_taken_for_a_shorter_one_that_it_begins_with(word: Word) -> None:
    found = find_command(f"/{word.ascii}", VOCABULARY, addressed=True)
    assert isinstance(found, Found)
    assert (found.word, found.rest) == (word, "")


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.ascii)
def test_every_command_shows_how_it_is_used(word: Word) -> None:
    example = commands_texts.USES[word].example
    found = find_command(example, VOCABULARY, addressed=True)
    assert isinstance(found, Found)
    assert found.word is word


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.ascii)
def test_the_example_of_a_command_is_understood(word: Word) -> None:
    found = find_command(commands_texts.USES[word].example, VOCABULARY, addressed=True)
    assert isinstance(found, Found)
    BY_WORD[word].parse(found.rest)


@pytest.mark.parametrize("missing", Missing)
@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.ascii)
def test_whatever_is_missing_is_told_with_the_commands_own_example(word: Word, missing: Missing) -> None:
    told = commands_texts.not_understood(word, missing, "0399-6000001")
    assert commands_texts.USES[word].example in told


@pytest.mark.parametrize("role", Role)
def test_help_lists_what_a_role_may_do_beside_a_voter(role: Role) -> None:
    own = [command.word for command in COMMANDS if role in command.roles and Role.VOTER not in command.roles]
    text = commands_texts.help_lines(own)
    assert text.startswith(commands_texts.VOTER_HELP)
    assert len(text.splitlines()) == 5 + len(own)


def test_a_guess_can_be_answered() -> None:
    assert GUESS in ANSWERS
