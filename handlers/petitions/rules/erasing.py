"""What is left of a petition whose words were promised not to be kept."""

from dataclasses import replace

from handlers.people.rules.masking import masked
from handlers.people.rules.names import Names
from handlers.petitions.rules.categories import topic_of
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.redirects import CATEGORY, Redirect


def erased(petition: Petition) -> Petition:
    """Return *petition* without anything that was said: its number, kind and moves stay."""
    return replace(
        petition,
        text="",
        summary="",
        place=None,
        since=None,
        extent=None,
        supplements=(),
        attachments=(),
        form=None,
        letter=None,
        history=tuple(replace(step, reason="") for step in petition.history),
    )


def anonymous(petition: Petition, *, instead: str, name: str | None) -> Petition:
    """Return *petition* as nobody's, *instead* in place of its voter's words: its topic by the list and its moves stay.

    What others wrote stays as well, the voter's *name* masked in it.
    """
    names = Names(() if name is None else (name,))
    form = petition.form

    def nameless(words: str) -> str:
        return masked(words, names)

    return replace(
        petition,
        voter=None,
        named=False,
        text=instead,
        summary=topic_of(petition),
        place=None,
        since=None,
        extent=None,
        supplements=tuple(one for one in petition.supplements if one.by != petition.voter),
        attachments=(),
        history=tuple(
            replace(step, reason="" if step.by == petition.voter else nameless(step.reason))
            for step in petition.history
        ),
        form=None if form is None else replace(form, title=topic_of(petition), facts=""),
        answer=None if petition.answer is None else nameless(petition.answer),
        pick_up=None,
    )


def without_words(petition: Petition) -> Petition:
    """Return *petition* without what was said and sent: its summary stays, and what staff gave as reasons."""
    return replace(
        petition,
        text="",
        supplements=(),
        attachments=(),
        form=None if petition.form is None else replace(petition.form, facts=""),
        history=tuple(replace(step, reason="") if step.by == petition.voter else step for step in petition.history),
    )


def kept_of(petition: Petition, kind: Redirect) -> Petition:
    """Return *petition* as it may be kept once it is led to its door: of an accusation only its kind and date."""
    marked = replace(petition, category=CATEGORY[kind])
    return erased(marked) if kind is Redirect.ACCUSATION else marked
