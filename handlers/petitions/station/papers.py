"""Papers about a petition, made of what is known at the moment and handed out as files (domain §4, §6.4)."""

from dataclasses import replace
from datetime import datetime

from handlers.document import Document
from handlers.message import Message
from handlers.petitions.access import theirs
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.suggestion_form import SuggestionForm
from handlers.petitions.station import form_texts as texts
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note


class NoForm(Refusal):
    """There is no registration form of a petition that is no suggestion."""

    def __init__(self, tail: int) -> None:
        super().__init__(tail)
        self.tail = tail


async def export(message: Message, argument: int, work: UnitOfWork) -> None:
    """Hand the registration form of a petition to the speaker alone."""
    petition = await theirs(message, argument, work)
    if petition.form is None:
        raise NoForm(petition.tail)
    lead = work.roster.name(petition.deputy) or ""
    form = await registration_form(petition, petition.form, lead, at=message.sent_at, work=work)
    told = replace(message.reply_in_private(texts.exported(petition), about=petition.id), document=form)
    await work.outbox.add(told, at=message.sent_at)
    await note(message, about=petition.id, event="export", work=work)


async def registration_form(
    petition: Petition, form: SuggestionForm, lead: str, *, at: datetime, work: UnitOfWork
) -> Document:
    """Return the form to be printed; *lead* is the deputy who is to sign it."""
    return texts.registration_form(petition, form, lead, await voters_behind(petition, work), work.roster.name, at)


async def voters_behind(petition: Petition, work: UnitOfWork) -> int:
    """Return how many voters told of the matter."""
    return 1 + len([one for one in await work.petitions.followers(petition.id) if one.parent == petition.id])
