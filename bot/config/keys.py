"""How the keys of a table are declared, and how a table is read: whole, or with everything that is wrong in it.

A reader returns what a value of the file means, or raises `Wrong`. A reader made of readers goes on after the first
mistake and raises what all of them found, each finding one step further from where it was found.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, replace
from typing import Any, ClassVar, Self, TypeVar, cast, dataclass_transform

from bot.config.lines import Path

K = TypeVar("K")
P = TypeVar("P")
T = TypeVar("T")

Reader = Callable[[object], T]
Earlier = Mapping[str, object]
"""What the keys declared earlier in the same table hold, as far as they could be read."""

Check = Callable[[T, Earlier], None]
"""Raises `Wrong` for a value that its reader took and that cannot stand there all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong at *path*, named by a code for which `texts.RIGHT` has the words."""

    path: Path
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Wrong(Exception):
    """A value that cannot be taken; the paths of its findings begin at that value."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings


def wrong(code: str, **facts: object) -> Wrong:
    """Return the error of a single value: what is wrong by its *code*, with what the words will need."""
    return Wrong(Finding(path=(), code=code, facts=facts))


class Key:
    """A key as it was declared; without a default it must be there."""

    def __init__(self, read: Reader[Any], checks: Iterable[Check[Any]], default: object = MISSING) -> None:
        self.read = read
        self.checks = checks
        self.default = default


def required(read: Reader[T], *checks: Check[T]) -> T:
    """Declare a key that must be there."""
    return cast(T, Key(read, checks))


def optional(read: Reader[T], *checks: Check[T], default: T) -> T:
    """Declare a key that may be left out; *default* is checked, too."""
    return cast(T, Key(read, checks, default))


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(required, optional))
class Table:
    """A table of the file; a key that was not declared is a mistake.

    No dataclass: what those write for each class would take a tenth of the time in which a bot starts.
    """

    declared: ClassVar[Mapping[str, Key]] = {}

    def __init_subclass__(cls) -> None:
        own = {name: key for name, key in vars(cls).items() if isinstance(key, Key)}
        cls.declared = {**cls.declared, **own}

    def __init__(self, **held: object) -> None:
        vars(self).update({name: key.default for name, key in self.declared.items()}, **held)

    @classmethod
    def read(cls, value: object) -> Self:
        """Return the table that *value* is. Raise `Wrong` with all that is wrong in it."""
        if not isinstance(value, dict):
            raise wrong("table")
        held: dict[str, object] = {}

        def take(name: str) -> None:
            key = cls.declared.get(name)
            if key is None:
                raise wrong("unknown", keys=cls.keys())
            if name in value:
                one = key.read(value[name])
            elif (one := key.default) is MISSING:
                raise wrong("missing")
            for check in key.checks:
                check(one, held)
            held[name] = one

        names = {**cls.declared, **value}  # in the order declared, for the checks
        _each(take, zip(names, names, strict=True))
        return cls(**held)

    @classmethod
    def keys(cls) -> frozenset[str]:
        """Return the keys there are in tables of this name."""
        return frozenset(cls.declared)


def listed(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return the reader of a list, each member read with *read*."""

    def members(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise wrong("list")
        return _each(read, enumerate(value))

    return members


def entries(name: Reader[K], read: Reader[T]) -> Reader[tuple[tuple[K, T], ...]]:
    """Return the reader of a table that may have any key that *name* reads."""

    def pairs(value: object) -> tuple[tuple[K, T], ...]:
        if not isinstance(value, dict):
            raise wrong("table")
        return _each(lambda pair: (name(pair[0]), read(pair[1])), zip(value, value.items(), strict=True))

    return pairs


def _each(take: Callable[[P], T], parts: Iterable[tuple[str | int, P]]) -> tuple[T, ...]:
    """Return what *take* makes of every part. Raise `Wrong` with all it found, each at its part."""
    taken: list[T] = []
    found: list[Finding] = []
    for step, part in parts:
        try:
            taken.append(take(part))
        except Wrong as error:
            found += (replace(one, path=(step, *one.path)) for one in error.findings)
    if found:
        raise Wrong(*found)
    return tuple(taken)
