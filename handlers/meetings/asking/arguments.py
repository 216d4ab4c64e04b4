"""The words after commands about calls for views -> typed values, or `NotUnderstood`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from handlers import words as spoken
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.meetings.asking import words
from handlers.meetings.rules.calls import Item
from handlers.numerals import NUMERAL, number
from handlers.parse import Missing, NotUnderstood

_NUMBER: Final = f"[0-9]{{1,4}}|{NUMERAL}{{1,6}}"
_LABEL: Final = re.compile(rf"{words.ORDINAL}? *(?P<number>{_NUMBER}) *(?P<part>[{words.PARTS}])")
_TITLE: Final = re.compile(
    f"(?P<organ>[^{words.TITLE_OPENS}]*){words.TITLE_OPENS}(?P<title>[^{words.TITLE_CLOSES}]+){words.TITLE_CLOSES}"
    rf"(?P<rest>.*)"
)
_DRAFTS: Final = re.compile(rf"(?:{any_of(words.DRAFTS)})$")
_ORIGINAL: Final = re.compile(any_of(words.ORIGINAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCalls:
    """What was asked so far; with a *number*, what was said to that call."""

    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft:
    """A draft to be asked about; *rest* names the day the call closes, and perhaps the one point it is about."""

    organ: str
    title: str
    rest: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProposals:
    """What people would have built next year; *rest* names the day the call closes."""

    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBudget:
    """A report to be read beforehand; *rest* names the day the call closes, and where the papers are."""

    rest: str
    items: tuple[Item, ...]


Calling = ShowCalls | OpenDraft | OpenProposals | OpenBudget


def calling(rest: str) -> Calling:
    """Return which call is to be opened or shown."""
    head, *lines = rest.splitlines() or [""]
    folded = fold(head).text.strip(spoken.CLOSING)
    if not folded:
        return ShowCalls()
    if (shown := number(folded)) is not None:
        return ShowCalls(number=shown)
    if (opened := _after(head, words.PROPOSALS)) is not None:
        return OpenProposals(rest=opened)
    if (opened := _after(head, words.BUDGET)) is not None:
        return OpenBudget(rest=opened, items=tuple(Item(label=line.strip()) for line in lines if line.strip()))
    titled = _TITLE.fullmatch(head.strip())
    if titled is None or not (organ := _DRAFTS.sub("", titled["organ"].strip())):
        raise NotUnderstood(Missing.WORDS)
    return OpenDraft(organ=organ, title=titled["title"], rest=titled["rest"].strip(), items=tuple(_items(lines)))


def _after(head: str, opening: Iterable[str]) -> str | None:
    """Return what follows one of *opening* at the head of a line, None where none stands there."""
    stripped = head.strip()
    return next((stripped.removeprefix(word).strip() for word in opening if stripped.startswith(word)), None)


def _items(lines: Iterable[str]) -> Iterator[Item]:
    """Yield an item for each line; a line with the original words belongs to the one before it."""
    last: Item | None = None
    count = 0
    for line in filter(None, map(str.strip, lines)):
        folded = fold(line)
        if last is not None and (original := _ORIGINAL.match(folded.text)):
            last = Item(label=last.label, point=last.point, original=folded.written(original.end()).strip())
            continue
        if last is not None:
            yield last
        count += 1
        label, point = leading_label(line)
        last = Item(label=label or words.POINT.format(count), point=point)
    if last is not None:
        yield last


def leading_label(text: str) -> tuple[str, str]:
    """Return the article that *text* begins with, written in figures, and the words after it; empty where none does."""
    line = fold(text)
    found = _LABEL.match(line.text)
    value = number(found["number"]) if found else None
    if found is None or value is None:
        return "", text.strip()
    behind = line.text[found.end() :]
    rest = line.written(found.end() + len(behind) - len(behind.lstrip(spoken.SEPARATORS))).strip()
    return f"{words.ORDINAL}{value}{found['part']}", rest


def said_about(text: str, items: Iterable[Item]) -> tuple[str, str]:
    """Return the label of the item that *text* begins with, and the words after it; empty where none is named."""
    labels = {item.label for item in items if item.label}
    label, rest = leading_label(text)
    if label in labels:
        return label, rest
    for label in sorted(labels, key=len, reverse=True):
        if text.strip().startswith(label):
            return label, text.strip().removeprefix(label).lstrip(spoken.SEPARATORS)
    return "", text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """Call *number*: what was said on the item *about* now stands in *article*, as *point* says."""

    number: int
    about: str
    article: str
    point: str


_CALL: Final = re.compile(rf" *(?P<number>[0-9]{{1,4}}) *{words.NUMBER_SIGN}?[{re.escape(spoken.SEPARATORS)}]*")


def adopted(rest: str) -> Adopted:
    """Return what was adopted of what was said: the call, its article, the article of the law where it differs."""
    line = fold(rest)
    call = _CALL.match(line.text)
    if call is None:
        raise NotUnderstood(Missing.TAIL)
    about, behind = leading_label(line.written(call.end()))
    article, point = leading_label(behind)
    if not point:
        raise NotUnderstood(Missing.WORDS)
    return Adopted(number=int(call["number"]), about=about, article=article or about, point=point)
