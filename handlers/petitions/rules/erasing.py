"""What is left of a petition whose words were promised not to be kept."""

from dataclasses import replace

from handlers.petitions.rules.petition import Petition


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
        history=tuple(replace(step, reason="") for step in petition.history),
    )


def without_words(petition: Petition) -> Petition:
    """Return *petition* without what was said and sent: its summary stays, and what staff gave as reasons."""
    return replace(
        petition,
        text="",
        supplements=(),
        attachments=(),
        history=tuple(replace(step, reason="") if step.by == petition.voter else step for step in petition.history),
    )
