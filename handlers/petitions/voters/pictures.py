"""Pictures and places sent beside the words they belong to (domain §6.1 point 8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.message import AttachmentKind, Message
from handlers.petitions import answering, texts
from handlers.petitions.rules.petition import CALL_BACK, Petition, State, Supplement
from handlers.petitions.rules.states import OPEN
from handlers.petitions.voters import register_texts
from handlers.petitions.voters.drafts import draft_of, pictures_of
from handlers.ports import UnitOfWork

TOGETHER: Final = timedelta(minutes=2)  # domain §6.1 point 8


async def sent_alone(message: Message, work: UnitOfWork) -> None:
    """Add a picture or place without words to what its sender just registered, or keep it for what comes next."""
    known = await work.petitions.of_voter(message.sender)
    just_now = (one for one in known if _is_told(one) and message.sent_at - one.registered_at <= TOGETHER)
    if (petition := next(just_now, None)) is None:
        await work.petitions.add(draft_of(message, ""))
        await work.outbox.add(message.reply(register_texts.WHAT_IS_IT), at=message.sent_at)
        return
    added = with_attachments(petition, message)
    await work.petitions.save(added)
    if added.state is State.DRAFT:
        await work.outbox.add(message.reply(register_texts.PICTURE_JOINED), at=message.sent_at)
        return
    await answering.answer(message, texts.supplemented(added.tail), about=added, part="added", work=work)


def _is_told(petition: Petition) -> bool:
    """Return whether there are words that a picture may belong to, registered or still to be confirmed."""
    return petition.state in OPEN or (
        petition.state is State.DRAFT and bool(petition.text) and petition.kind != CALL_BACK
    )


async def collect(draft: Petition, known: Iterable[Petition], work: UnitOfWork) -> Petition:
    """Return *draft* with the pictures its speaker sent just before, which then wait no longer."""
    for one in known:
        waits = one.state is State.DRAFT and not one.text and one.kind != CALL_BACK and one.id != draft.id
        if waits and draft.registered_at - one.registered_at <= TOGETHER:
            await work.petitions.delete(one.id)
            draft = replace(draft, attachments=(*one.attachments, *draft.attachments), place=draft.place or one.place)
    return draft


def with_attachments(petition: Petition, message: Message) -> Petition:
    """Return *petition* with what came along with *message*."""
    places = [one.name for one in message.attachments if one.kind is AttachmentKind.LOCATION and one.name]
    added = Supplement(at=message.sent_at, by=message.sender, text=message.text, attachments=pictures_of(message))
    return replace(
        petition,
        place=petition.place or next(iter(places), None),
        supplements=(*petition.supplements, added),
        attachments=(*petition.attachments, *added.attachments),
    )
