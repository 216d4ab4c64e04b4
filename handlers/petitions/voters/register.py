"""From what somebody said to a petition with a number: the one way in, by whichever door (domain §3.2, §5.3)."""

from dataclasses import replace

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME
from handlers.intake.rules.model import Model
from handlers.intake.rules.recognise import SpeechKind, recognise
from handlers.message import Account, Message, MessageId, Outgoing, Priority, Recipient
from handlers.parse import Matter, Missing, NotUnderstood
from handlers.people.rules.quiet_hours import quiet_until
from handlers.people.rules.roster import GroupId, PersonId
from handlers.people.rules.voters import Consent
from handlers.petitions import answering, correcting
from handlers.petitions import texts as petition_texts
from handlers.petitions.rules.assignment import proposed_deputy
from handlers.petitions.rules.categories import categorised
from handlers.petitions.rules.duplicates import answered_before, said_before
from handlers.petitions.rules.gathering import beside_accusation
from handlers.petitions.rules.petition import Petition, PetitionId, Source
from handlers.petitions.station import company
from handlers.petitions.voters import asking, drafts, pictures
from handlers.petitions.voters import register_texts as texts
from handlers.petitions.voters.acknowledging import acknowledge
from handlers.petitions.voters.additions import Entry
from handlers.petitions.voters.drafts import draft_of
from handlers.petitions.voters.entering import enter
from handlers.petitions.voters.set_apart import set_apart
from handlers.ports import UnitOfWork


async def petition(message: Message, argument: Matter, work: UnitOfWork) -> None:
    """Register a voter's petition."""
    await register(draft_of(message, argument.words), message, work, anonymous=argument.anonymous)


async def suggestion(message: Message, argument: str, work: UnitOfWork) -> None:
    """Register a voter's idea."""
    await register(draft_of(message, argument, kind=SpeechKind.SUGGESTION_IDEA), message, work)


async def on_register_draft(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Register what the speaker was asked about, or erase it."""
    draft = await work.petitions.get(PetitionId(question.subject))
    if answer.digit != 1:
        await drafts.decline(message, draft, work)
        return
    await work.petitions.delete(draft.id)
    await work.outbox.forget_about(draft.id)
    await register(draft, message, work)


async def enter_call(message: Message, argument: Entry, work: UnitOfWork) -> None:
    """Register what staff heard from somebody who has no account, mostly by telephone."""
    await _enter_for_another(draft_of(message, argument.words, source=argument.source), message, work)


async def enter_met(message: Message, argument: str, work: UnitOfWork) -> None:
    """Register what was quoted, or else what a voter told deputy or staff in person.

    The one who was quoted is asked first, if known; an unknown speaker's words are registered as the quoter's entry.
    """
    quote = message.quote
    if quote is None or quote.from_bot or not (quote.text or quote.attachments):
        if not argument:
            raise NotUnderstood(Missing.WORDS)
        await _enter_for_another(draft_of(message, argument, source=Source.MEETING), message, work)
        return
    pictures = tuple(one.reference for one in quote.attachments)
    draft = replace(draft_of(message, quote.text or argument, source=Source.QUOTE), attachments=pictures)
    speaker = await quoted_speaker(message, work)
    if speaker is None:
        await _enter_for_another(draft, message, work)
    else:
        await drafts.ask_quoted_speaker(draft, speaker, message, work)


async def register(
    draft: Petition,
    message: Message,
    work: UnitOfWork,
    *,
    anonymous: bool = False,
    unasked: bool = False,
    beside: Petition | None = None,
) -> None:
    """Give the speaker's own matter a number, and say so: in the group no more than that, the rest in private.

    What has a door of its own, or is for a person alone, gets that in place of the number. *unasked* says that the
    speaker has not been asked, and is told how to take it back. *beside* is another's
    petition that the speaker has named as the same matter.
    """
    model = work.model
    reading = recognise(draft.text, model=model)
    if await set_apart(draft, reading, message, work):
        return
    if beside is None:
        draft = categorised(draft, reading.category if draft.place is None else _topic(draft, draft.place, model))
    earlier = await work.petitions.of_voter(message.sender)
    draft = await pictures.collect(draft, earlier, work)
    if (same := said_before(draft.text, message.sent_at, earlier)) is not None:
        await work.petitions.save(replace(same, attachments=(*same.attachments, *draft.attachments)))
        await work.outbox.add(message.reply(texts.already_registered(same.tail)), at=message.sent_at)
        return
    if (ended := answered_before(draft.text, earlier)) is not None:
        await answering.answer(message, petition_texts.nothing_new(ended), about=ended, part="repeated", work=work)
        return
    consent = Consent.NAMELESS if anonymous else (await work.voters.get(message.sender)).standing_consent
    reason = correcting.UNASKED if unasked else ""
    registered = await enter(replace(draft, named=consent is Consent.NAMED), message, work, reason=reason)
    if draft.id != PetitionId(message.id):  # it was a draft first, and its speaker said yes
        await correcting.confirmed(registered, message.sent_at, work)
    if message.group is not None:
        await acknowledge(registered.tail, message, message.group, work)
        await _give_notice(message, message.group, work)
    text = _receipt(registered, message, anonymous=anonymous)
    if unasked:
        text = f"{text}\n{texts.offer_withdrawal(registered.tail)}"
    await answering.answer(message, text, about=registered, part="receipt", work=work)
    if beside is None:
        registered = await company.put_before_staff(registered, at=message.sent_at, work=work)
    else:
        registered = await company.follow(registered, beside, at=message.sent_at, work=work)
    if consent is Consent.UNASKED:
        await asking.ask_consent(registered, message, work)
    else:
        await asking.ask_next_detail(registered, message, work)


async def register_beside_accusation(message: Message, words: str, work: UnitOfWork, *, anonymous: bool) -> None:
    """Register what *words*, an accusation, tell of another matter; what is not sure to be one may be said again."""
    own, more = beside_accusation(words, work.model)
    if own:
        # Answered for itself: the keys of the answers are made of the message's id.
        alone = replace(message, id=MessageId(f"{message.id}/beside"), text=own, quote=None, attachments=())
        await register(draft_of(alone, own), alone, work, anonymous=anonymous, unasked=True)
    if more:
        await work.outbox.add(message.reply_in_private(texts.SAY_IT_ALONE, part="alone"), at=message.sent_at)


def _topic(draft: Petition, place: str, model: Model) -> str:
    """Return what it is about apart from where it is: a lamp at a school is no matter of the school."""
    return recognise(draft.text.replace(place, " ", 1), model=model).category


async def _enter_for_another(draft: Petition, message: Message, work: UnitOfWork) -> None:
    """Register the matter of somebody who has no account here; nobody is asked anything more."""
    registered = await enter(replace(draft, voter=None), message, work)
    await work.outbox.add(message.reply(texts.entered(registered.tail)), at=message.sent_at)
    await company.put_before_staff(registered, at=message.sent_at, work=work)


async def quoted_speaker(message: Message, work: UnitOfWork) -> PersonId | None:
    """Return who was quoted, where the platform tells."""
    if message.group is None or message.quote is None or message.quote.author is None:
        return None
    place = work.roster.groups[message.group].place
    account = Account(platform=place.platform, account=place.account, user=message.quote.author)
    return await work.voters.recognise(account, name="", on=message.sent_at.astimezone(CHINA_TIME).date())


async def _give_notice(message: Message, group: GroupId, work: UnitOfWork) -> None:
    """Tell a group what is kept and why, with its first petition of each quarter (MSG-P1)."""
    local = message.sent_at.astimezone(CHINA_TIME)
    key = f"notice/{group}/{local.year}-{(local.month + 2) // 3}"
    if await work.occurrences.claim(key, at=message.sent_at):
        notice = Outgoing(
            key=key,
            to=Recipient.group(group),
            station=message.station.id,
            text=texts.privacy_notice(message.station),
            priority=Priority.NOTICE,
        )
        await work.outbox.add(notice, at=message.sent_at)


def _receipt(petition: Petition, message: Message, *, anonymous: bool) -> str:
    limits = message.station.limits
    if quiet_until(message.sent_at, message.station) is not None:
        next_step = texts.at_night(petition.tail)
    else:
        deputy = proposed_deputy(petition, message.station)
        next_step = texts.looked_at_by(deputy, limits.triage + limits.take_up)
    text = texts.receipt(petition, next_step)
    return f"{text}\n{texts.NAMELESS}" if anonymous else text
