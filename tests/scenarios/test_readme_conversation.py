"""The sample conversation of both READMEs, played word for word: the bot says all of it and nothing else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from tests.support.group import Group

ROOT: Final = Path(__file__).parents[2]
READMES: Final = ("README.md", "README.zh-CN.md")
BLOCK: Final = re.compile(r"^```text conversation\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE: Final = re.compile(r"(?:群里|(?P<whose>\w+)私聊)\s+(?P<speaker>\w+)：(?P<text>.*)")
BOT: Final = "小助手"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What somebody says: in the private talk of *whose* with the bot, or in the group where that is None."""

    whose: str | None
    speaker: str
    text: str


def conversation(readme: str) -> list[Line]:
    """Return the lines of the sample conversation; an indented one goes on with the one before, # explains."""
    found = BLOCK.search((ROOT / readme).read_text("utf-8"))
    assert found is not None, f"{readme} has no sample conversation"
    lines: list[Line] = []
    for written in found[1].splitlines():
        if written.startswith("#"):
            continue
        if match := LINE.fullmatch(written):
            lines.append(Line(**match.groupdict()))
        else:
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text}\n{written.strip()}")
    return lines


def turns(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Yield what each person says with all that the bot answers to it, to whomever."""
    starts = [number for number, line in enumerate(lines) if line.speaker != BOT]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start], list(lines[start + 1 : end])


def by_talk(lines: Sequence[Line]) -> dict[str | None, list[str]]:
    """Return what is said in each talk, in order."""
    return {whose: [line.text for line in lines if line.whose == whose] for whose in {line.whose for line in lines}}


def heard(group: Group) -> list[Line]:
    """Return what the bot has said."""
    return [
        Line(whose=None if post.place == group.place else post.place.chat, speaker=BOT, text=post.text)
        for post in group.platform.delivered
    ]


@pytest.mark.parametrize("readme", READMES)
async def test_the_bot_says_what_the_readme_has_it_say(readme: str, group: Group) -> None:
    for said, answers in turns(conversation(readme)):
        group.forgets()
        if said.whose is None:
            await group.says(said.speaker, said.text.removeprefix("@小助手 "))
        else:
            await group.tells(said.speaker, said.text)
        assert by_talk(heard(group)) == by_talk(answers)


def test_both_readmes_have_the_same_conversation() -> None:
    assert conversation("README.md") == conversation("README.zh-CN.md")
