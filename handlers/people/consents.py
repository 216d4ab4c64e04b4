"""Consents are taken back as easily as they were given, each by itself (PIPL 15, 29)."""

from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.people import texts
from handlers.people.asking import ask_in_private
from handlers.people.rules.voters import Consent
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.petition import Petition, PetitionId, Sharing
from handlers.petitions.telling import tell
from handlers.ports import UnitOfWork
from handlers.trail import note

WITHDRAW_CONSENT: Final = "withdraw_consent"
NAMING: Final = "naming"
MOST: Final = 7  # with the first and the last choice there are nine digits
_SEARCHED: Final = 100


async def ask_which(message: Message, work: UnitOfWork) -> None:
    """Ask which consent is taken back; where none was given, say so."""
    named = (await work.voters.get(message.sender)).consent is Consent.NAMED
    shared = [one for one in await work.petitions.of_voter(message.sender, limit=_SEARCHED) if _is_shared(one)][:MOST]
    given = [*((NAMING,) if named else ()), *(one.id for one in shared)]
    if not given:
        await work.outbox.add(message.reply_in_private(texts.NO_CONSENT), at=message.sent_at)
        return
    choices = texts.consent_choices(named=named, tails=[one.tail for one in shared])
    text = texts.which_consent(choices)
    await ask_in_private(message, WITHDRAW_CONSENT, text, subject=" ".join(given), choices=choices, work=work)


async def on_withdraw_consent(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Take back the consent of that digit; what was handed on before cannot be called back, and nothing more is."""
    given = question.subject.split()
    digit = answer.digit or 0
    if digit > len(given):
        await work.outbox.add(message.reply_in_private(texts.CONSENTS_STAY), at=message.sent_at)
        return
    taken_back = given[digit - 1]
    if taken_back == NAMING:
        await _unname(message, work)
    else:
        await _unshare(await work.petitions.get(PetitionId(taken_back)), message, work)
    about = message.sender if taken_back == NAMING else taken_back
    await note(message, about=about, event=WITHDRAW_CONSENT, work=work)
    text = texts.CONSENT_WITHDRAWN[taken_back == NAMING]
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _unname(message: Message, work: UnitOfWork) -> None:
    voter = await work.voters.get(message.sender)
    await work.voters.save(replace(voter, consent=Consent.NAMELESS, consent_at=message.sent_at))
    for petition in await work.petitions.of_voter(message.sender, limit=_SEARCHED):
        if petition.named:
            await work.petitions.save(replace(petition, named=False))


async def _unshare(petition: Petition, message: Message, work: UnitOfWork) -> None:
    """Leave a petition to the staff alone, and tell them."""
    refused = replace(petition, sharing=Sharing.REFUSED, deputy=None, accepted_by_deputy=False)
    await work.petitions.save(refused)
    text = texts.no_longer_shared(petition.tail)
    for person in in_charge(refused, work.roster.stations[petition.station]):
        await tell(person, text, about=refused, part=WITHDRAW_CONSENT, at=message.sent_at, work=work)


def _is_shared(petition: Petition) -> bool:
    return petition.sharing is Sharing.AGREED
