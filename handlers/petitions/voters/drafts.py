"""Matters nobody has confirmed yet: kept a day at most, then erased with the words they came in (domain §8.3)."""

from dataclasses import replace
from datetime import datetime

from handlers.conversation import Question
from handlers.intake.rules.details import details, summary
from handlers.message import AttachmentKind, Choice, Fallback, Message, MessageId, Recipient
from handlers.people.rules.masking import points_to_a_person
from handlers.people.rules.roster import PersonId
from handlers.petitions import topics
from handlers.petitions.forgetting import forget_traces
from handlers.petitions.rules.assignment import proposed_deputy
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, Source, State
from handlers.petitions.station.company import likely_parent
from handlers.petitions.voters import register_texts as texts
from handlers.ports import AuditLine, UnitOfWork
from handlers.trail import acting_as


def draft_of(message: Message, text: str, *, source: Source | None = None, kind: str = "") -> Petition:
    """Return *text* as a matter of the speaker's own that has no number yet; its id is that of the message."""
    found = details(text)
    time = clock(State.DRAFT, at=message.sent_at, station=message.station)
    return Petition(
        id=PetitionId(message.id),
        station=message.station.id,
        tail=0,
        voter=message.sender,
        named=False,
        source=source or (Source.DIRECT if message.group is None else Source.GROUP),
        group=message.group,
        registered_at=message.sent_at,
        text=text,
        summary=summary(text),
        state=State.DRAFT,
        history=(),
        kind=kind,
        place=found.place,
        since=found.since,
        extent=found.extent,
        timer=time.timer,
        timer_at=time.timer_at,
        attachments=pictures_of(message),
    )


def pictures_of(message: Message) -> tuple[str, ...]:
    """Return where the pictures, voice notes and files of a message are kept; a place is words, not a picture."""
    return tuple(one.reference for one in message.attachments if one.kind is not AttachmentKind.LOCATION)


async def offer(
    draft: Petition,
    message: Message,
    work: UnitOfWork,
    *,
    topic: str = topics.REGISTER_DRAFT,
    text: str | None = None,
    choices: tuple[Choice, ...] = texts.DRAFT_CHOICES,
) -> None:
    """Keep a draft and ask the speaker, where it was said, whether to register it; *text* in place of MSG-D1."""
    await work.petitions.add(draft)
    asked = text or await _question(draft, message, work)
    silent = texts.ask_to_register_this(proposed_deputy(draft, message.station))
    await work.questions.ask(
        Question(
            person=message.sender,
            where=message.here,
            topic=topic,
            subject=draft.id,
            choices=choices,
            asked_at=message.sent_at,
            text=asked,
        )
    )
    said = message.reply(asked, choices=choices)
    line = None if message.group is None else Fallback(group=message.group, text=silent)
    await work.outbox.add(replace(said, fallback=line, about=draft.id), at=message.sent_at)


async def _question(draft: Petition, message: Message, work: UnitOfWork) -> str:
    """Return MSG-D1, with a word that others have told the same; nothing of what they have told.

    Words that point to a person are not said again in a group, where they would be stopped.
    """
    deputy = proposed_deputy(draft, message.station)
    if message.group is not None and points_to_a_person(draft.text):
        return texts.ask_to_register_this(deputy)
    if await likely_parent(draft, work) is not None:
        return texts.ask_to_register_too(draft)
    return texts.ask_to_register(draft, deputy)


async def ask_quoted_speaker(draft: Petition, speaker: PersonId, message: Message, work: UnitOfWork) -> None:
    """Keep what was quoted as the speaker's draft and ask the speaker in private whether to register it."""
    draft = replace(draft, voter=speaker)
    await work.petitions.add(draft)
    who = work.roster.name(message.sender) or message.station.name
    text = texts.ask_quoted_speaker(draft, who)
    asked = Question(
        person=speaker,
        where=Recipient.person(speaker),
        topic=topics.QUOTED_SPEAKER,
        subject=draft.id,
        choices=texts.DRAFT_CHOICES,
        asked_at=message.sent_at,
        text=text,
    )
    await work.questions.ask(asked)
    private = message.reply_in_private(text, part="quoted", choices=texts.DRAFT_CHOICES)
    await work.outbox.add(replace(private, to=asked.where, answers=None, about=draft.id), at=message.sent_at)
    await work.outbox.add(message.reply(texts.SPEAKER_ASKED), at=message.sent_at)


async def drop(draft: Petition, *, by: PersonId | None, at: datetime, work: UnitOfWork) -> None:
    """Erase a draft and the words it came in; the trail keeps only that there was one."""
    await work.petitions.delete(draft.id)
    await work.messages.forget_text(MessageId(draft.id))
    await forget_traces(draft, work)
    await work.audit.add(
        AuditLine(
            at=at,
            station=draft.station,
            actor=by,
            role=acting_as(by, work),
            via="timer" if by is None else "chat",
            subject=draft.id,
            event=Action.DROP,
            before=State.DRAFT,
        )
    )


async def decline(message: Message, draft: Petition, work: UnitOfWork) -> None:
    """Drop a draft because its speaker said so."""
    await drop(draft, by=message.sender, at=message.sent_at, work=work)
    await work.outbox.add(message.reply(texts.NOT_REGISTERED), at=message.sent_at)
