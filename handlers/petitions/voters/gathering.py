"""Several messages of one person become one petition, and one message of several matters becomes several if wanted."""

from dataclasses import replace

from handlers.conversation import Answer, Question
from handlers.intake.rules.details import details
from handlers.intake.rules.recognise import Reading, SpeechKind
from handlers.message import Message, MessageId
from handlers.petitions import topics
from handlers.petitions.rules.duplicates import said_before
from handlers.petitions.rules.gathering import goes_on, matters
from handlers.petitions.rules.petition import CALL_BACK, Petition, PetitionId, State
from handlers.petitions.rules.redirects import CATEGORY, Redirect
from handlers.petitions.rules.states import OPEN
from handlers.petitions.station.interests import screened
from handlers.petitions.texts import supplemented, supplemented_for_staff
from handlers.petitions.voters import asking, drafts, following, register
from handlers.petitions.voters import register_texts as texts
from handlers.petitions.voters.drafts import draft_of
from handlers.petitions.voters.pictures import with_attachments
from handlers.ports import UnitOfWork


async def added(message: Message, reading: Reading, work: UnitOfWork) -> bool:
    """Take *message* as more of what its speaker just registered; return False where it is something else."""
    earlier = await _just_before(message, reading, work)
    if earlier is None:
        return False
    if earlier.category == CATEGORY[Redirect.ACCUSATION]:
        await work.messages.forget_text(message.id)
        await work.outbox.add(message.reply_in_private(texts.NOT_KEPT_EITHER), at=message.sent_at)
        return True
    if earlier.state not in OPEN:
        return False
    told = details(message.text)
    more = replace(
        with_attachments(earlier, message),
        place=earlier.place or told.place,
        since=earlier.since or told.since,
        extent=earlier.extent or told.extent,
    )
    supplied = await following.keep_supply(earlier, more, message, work)
    supplied = await screened(supplied, message.text, message, work)
    await work.questions.close_about(supplied.id, topics=topics.DETAILS)
    await work.outbox.add(message.reply(supplemented(supplied.tail)), at=message.sent_at)
    staff = supplemented_for_staff(supplied, message.text)
    await following.tell_station(supplied, staff, following.SUPPLEMENT, message, work)
    await asking.ask_next_detail(supplied, message, work)
    return True


async def joined(message: Message, reading: Reading, work: UnitOfWork) -> Message:
    """Return *message* with the words before it that its speaker has not confirmed yet: they stand alone no more."""
    earlier = await _just_before(message, reading, work)
    if earlier is None or earlier.state is not State.DRAFT or not earlier.text:
        return message
    await drafts.drop(earlier, by=message.sender, at=message.sent_at, work=work)
    return replace(message, text=texts.joined(earlier.text, message.text))


async def ask_to_split(message: Message, work: UnitOfWork) -> bool:
    """Ask whether several matters in one message are to be several petitions; return False where it tells of one."""
    parts = matters(message.text, work.model)
    if len(parts) < 2:
        return False
    text = texts.ask_to_split(parts)
    draft = draft_of(message, message.text)
    await drafts.offer(draft, message, work, topic=topics.SPLIT, text=text, choices=texts.SPLIT_CHOICES)
    return True


async def on_split(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Register each of the matters under a number of its own, or all of them under one."""
    draft = await work.petitions.get(PetitionId(question.subject))
    await work.petitions.delete(draft.id)
    await work.outbox.forget_about(draft.id)
    wanted = answer.digit == texts.SPLIT_CHOICES[0].digit
    parts = matters(draft.text, work.model) if wanted else (draft.text,)
    for number, part in enumerate(parts):
        # Each is answered for itself: the keys of the answers are made of the message's id.
        one = message if number == 0 else replace(message, id=MessageId(f"{message.id}/{number}"))
        alone = draft_of(replace(one, text=part, attachments=()), part)
        with_pictures = replace(alone, attachments=draft.attachments if number == 0 else ())
        await register.register(with_pictures, one, work)


async def _just_before(message: Message, reading: Reading, work: UnitOfWork) -> Petition | None:
    """Return the matter that its speaker was telling of, None where this is not more of it."""
    known = await work.petitions.of_voter(message.sender)
    if said_before(message.text, message.sent_at, known) is not None:
        return None
    latest = max(known, key=lambda one: one.registered_at, default=None)
    if latest is None or latest.kind in {SpeechKind.ENQUIRY, CALL_BACK}:
        return None
    return latest if goes_on(message.text, reading, latest, message.sent_at, work.model) else None
