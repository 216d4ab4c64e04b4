"""The registration form of a deputies' suggestion, as it is drafted, co-signed and checked (domain §4.1)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from handlers.people.rules.roster import PersonId


class Check(StrEnum):
    """What the presidium looks for before it hands over: none of these is a suggestion (P2 6, P3 9, P4 6)."""

    OWN = "own"
    LETTER = "letter"
    CASE = "case"
    ADVERTISING = "advertising"
    EMPTY = "empty"
    TENDER = "tender"
    ACCUSATION = "accusation"


CHECKS: Final = tuple(Check)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSigner:
    """A deputy asked to sign along; *agreed* is None while there is no answer."""

    person: PersonId
    agreed: bool | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionForm:
    """What the lead deputy answers for. *passed* are the points the presidium found in order, in their turn."""

    title: str
    facts: str
    analysis: str = ""
    proposal: str = ""
    suggested_unit: str = ""
    may_publish: bool | None = None
    co_signers: tuple[CoSigner, ...] = ()
    passed: tuple[Check, ...] = ()
    signed_at: datetime | None = None

    @property
    def next_check(self) -> Check | None:
        """The point the presidium has to look at next, None once all are in order."""
        return next((check for check in CHECKS if check not in self.passed), None)

    def co_signer(self, person: PersonId) -> CoSigner | None:
        """Return *person* as one who was asked to co-sign, or None."""
        return next((one for one in self.co_signers if one.person == person), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a deputy wants otherwise on the form; what is empty stays as it is. *co_signers* are named in words."""

    title: str = ""
    facts: str = ""
    analysis: str = ""
    proposal: str = ""
    suggested_unit: str = ""
    may_publish: bool | None = None
    co_signers: str = ""


def changed(form: SuggestionForm, changes: Changes) -> SuggestionForm:
    """Return *form* with *changes*; whoever co-signed other words has to be asked again."""
    new = replace(
        form,
        title=changes.title or form.title,
        facts=changes.facts or form.facts,
        analysis=changes.analysis or form.analysis,
        proposal=changes.proposal or form.proposal,
        suggested_unit=changes.suggested_unit or form.suggested_unit,
        may_publish=form.may_publish if changes.may_publish is None else changes.may_publish,
    )
    if what_is_signed(new) == what_is_signed(form):
        return new
    asked_again = tuple(one if one.agreed is False else CoSigner(person=one.person) for one in form.co_signers)
    return replace(new, co_signers=asked_again)


def what_is_signed(form: SuggestionForm) -> tuple[str, ...]:
    """Return what co-signers put their names to."""
    return (form.title, form.facts, form.analysis, form.proposal)


def with_co_signers(form: SuggestionForm, persons: tuple[PersonId, ...]) -> SuggestionForm:
    """Return *form* with *persons* to be asked too; who was asked before stays as he answered."""
    new = tuple(CoSigner(person=person) for person in persons if form.co_signer(person) is None)
    return replace(form, co_signers=(*form.co_signers, *new))


def without_co_signers(form: SuggestionForm, persons: Collection[PersonId]) -> SuggestionForm:
    """Return *form* without *persons* among those asked to sign along."""
    return replace(form, co_signers=tuple(one for one in form.co_signers if one.person not in persons))


def answered(form: SuggestionForm, person: PersonId, *, agreed: bool, at: datetime) -> SuggestionForm:
    """Return *form* with the answer of one who was asked to co-sign."""
    answer = CoSigner(person=person, agreed=agreed, at=at)
    return replace(form, co_signers=tuple(answer if one.person == person else one for one in form.co_signers))


def checked(form: SuggestionForm, check: Check) -> SuggestionForm:
    """Return *form* with one more point found in order."""
    return form if check in form.passed else replace(form, passed=(*form.passed, check))


def signed(form: SuggestionForm, at: datetime) -> SuggestionForm:
    """Return *form* as it goes to the presidium, which looks at every point anew."""
    return replace(form, signed_at=at, passed=())
