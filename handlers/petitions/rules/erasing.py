"""What is left of a petition whose words were promised not to be kept."""

from dataclasses import replace

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
