"""Two voices: news for who has no private way is fetched against a code, never said in the group (domain §3.5)."""

import secrets
from dataclasses import replace

from handlers.message import Message, Scope
from handlers.parse import TailAndWords
from handlers.petitions import pick_up_texts as texts
from handlers.petitions.access import theirs
from handlers.petitions.citing import cite
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.pick_up import CODES, used, with_code, written
from handlers.ports import Delivery, UnitOfWork
from handlers.trail import note


async def issue(message: Message, argument: int, work: UnitOfWork) -> None:
    """Give staff a code for whom they have made sure of, on the telephone or at the station."""
    petition = await theirs(message, argument, work)
    code = secrets.randbelow(CODES)
    coded = with_code(petition, code, message.sent_at)
    await work.petitions.save(coded)
    await note(message, about=petition.id, event="pick_up_code", work=work)
    answer = message.reply_in_private(texts.code(petition.tail, written(code)), about=petition.id)
    await work.outbox.add(answer, at=message.sent_at)


async def fetch(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Tell whoever has the code what its voter has not heard; a wrong one is answered as an unknown number is.

    A code that was shown in a group is no code any more.
    """
    for petition in await work.petitions.with_tail(message.station.id, argument.tail):
        tried, fits = used(petition, argument.words, by=message.sender, at=message.sent_at)
        burnt = fits and message.scope is Scope.GROUP
        if tried != petition:
            await work.petitions.save(replace(tried, pick_up=None) if burnt else tried)
        if burnt:
            await work.outbox.add(message.reply_in_private(texts.BURNT), at=message.sent_at)
            return
        if fits:
            await note(message, about=petition.id, event="picked_up", work=work)
            text = texts.news(petition, await _undelivered(petition, work))
            # Nothing about a petition leaves for a stranger's account: this one is told of it because of the code.
            await work.outbox.add(message.reply_in_private(text, cites=cite((petition, text))), at=message.sent_at)
            return
    await work.outbox.add(message.reply_in_private(texts.WRONG), at=message.sent_at)


async def _undelivered(petition: Petition, work: UnitOfWork) -> list[str]:
    """Return what the voter was to be told of the petition and was not."""
    entries = await work.outbox.about(petition.id)
    return [
        one.outgoing.text for one in entries if one.outgoing.to.id == petition.voter and one.state is Delivery.GIVEN_UP
    ]
