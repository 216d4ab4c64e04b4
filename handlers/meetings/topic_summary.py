"""The end of a topic's week: the moderator writes what was decided, groups and voters hear of it (MSG-Z5)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings import topic_texts as texts
from handlers.meetings.activities.occasion import Occasion, occasion, topic_of
from handlers.meetings.activities.writing import write
from handlers.meetings.plan import topic_week_id
from handlers.meetings.posts import SUMMARY, groups_of, told_on, topic_slot
from handlers.meetings.rules.activity_days import activity_id
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC
from handlers.meetings.rules.records import TopicWeek, TopicWeekId, View
from handlers.meetings.telling import post, tell
from handlers.meetings.topic_material import moderators
from handlers.meetings.topic_raised import tell_who_raised
from handlers.meetings.topic_week import days_of, settings_of, topic_post, topics_of
from handlers.message import Message, Recipient
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note

DECISIONS: Final = "topic_decisions"
PUBLISH: Final = "topic_publish"
ONE_YEAR: Final = timedelta(days=365)
ONE_WEEK: Final = timedelta(days=7)
CHOICES: Final = {DECISIONS: (), PUBLISH: texts.PUBLISH_CHOICES}


async def sum_up(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask the moderator what was decided."""
    station = occurrence.station
    week = await work.meetings.topic(topic_week_id(station, date.fromisoformat(occurrence.subject)))
    if week is None or week.posted is None or week.summary is not None:
        return
    text = texts.ask_decisions(week)
    for person in moderators(week, station):
        await _ask(person, DECISIONS, text, week, now, work)
        await tell(person, text, station=station, key=occurrence.key, at=now, work=work)


async def on_decisions(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Show the moderator the summary made of what was decided, one item a line."""
    await _preview(await _week(question, work), answer.words, message, work)


async def takes_minutes(one: Occasion, words: str, message: Message, work: UnitOfWork) -> bool:
    """Take minutes as the decisions of a week's topic; return False where there is no summary to come."""
    week = await topic_of(one.kept, work)
    if week is None or week.summary is not None:
        return False
    await _preview(week, words, message, work)
    return True


async def _preview(week: TopicWeek, words: str, message: Message, work: UnitOfWork) -> None:
    """Show the summary made of what was decided, one item a line."""
    words = "" if words in texts.NO_DECISIONS else words
    decisions = tuple(item for line in words.splitlines() if (item := line.lstrip(texts.NUMBERING).strip()))
    week = replace(week, decisions=decisions)
    text = _summary(week, work)
    if len(text) > texts.LONGEST_POST:
        await _ask_back(message, DECISIONS, texts.TOO_LONG, week, work)
        return
    await work.meetings.save_topic(week)
    await _ask_back(message, PUBLISH, texts.preview(text), week, work)


async def on_publish(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Post the summary, each group on the first day that is free for it, or have it written anew."""
    week = await _week(question, work)
    if answer.digit != 1:
        await _ask_back(message, DECISIONS, texts.ASK_DECISIONS, week, work)
        return
    station, now, text = message.station, message.sent_at, _summary(week, work)
    await work.meetings.save_topic(replace(week, summary=text))
    await note(message, about=week.id, event="publish_summary", work=work)
    slot = topic_slot(week.id, SUMMARY)
    days = told_on(station, slot, since=now.date(), near=now.date())
    for group in groups_of(station, None):
        if (day := days.get(group.point)) is not None:
            due = max(now, moment(day, settings_of(station).post_at))
            until = moment(days_of(station, week.monday).summary[-1] + ONE_DAY, time())
            await post(topic_post(slot, station, text, due, until), [group], now, work)
    await _hand_out(week, message, work)
    await tell_who_raised(week, texts.settled(week), part="settled", at=now, work=work)
    await work.outbox.add(message.reply_in_private(texts.PUBLISHED if days else texts.KEPT_ONLY), at=now)


async def _hand_out(week: TopicWeek, message: Message, work: UnitOfWork) -> None:
    """Keep the decisions as what was agreed when the topic was talked over; each is followed from now on."""
    one = await occasion(
        activity_id(message.station, WEEKLY_TOPIC, week.monday), message.station, message.sent_at, work
    )
    if one is not None:
        words = "\n".join(week.decisions) or texts.NOTHING_DECIDED
        await write(one, words, week.decisions, message, work, said=[view.text for view in week.views])


def _summary(week: TopicWeek, work: UnitOfWork) -> str:
    speakers = {one.by for one in week.views}
    deputies = sum(Role.DEPUTY in work.roster.roles(person) for person in speakers)
    return texts.summary(week, deputies, len(speakers) - deputies)


async def _week(question: Question, work: UnitOfWork) -> TopicWeek:
    week = await work.meetings.topic(TopicWeekId(question.subject))
    if week is None:
        raise ValueError(f"nothing is known of the week {question.subject}")
    return week


async def _ask_back(message: Message, topic: str, text: str, week: TopicWeek, work: UnitOfWork) -> None:
    await _ask(message.sender, topic, text, week, message.sent_at, work)
    await work.outbox.add(message.reply_in_private(text, part=topic, choices=CHOICES[topic]), at=message.sent_at)


async def _ask(person: PersonId, topic: str, text: str, week: TopicWeek, at: datetime, work: UnitOfWork) -> None:
    await work.questions.ask(
        Question(
            person=person,
            where=Recipient.person(person),
            topic=topic,
            subject=week.id,
            choices=CHOICES[topic],
            asked_at=at,
            words=topic == DECISIONS,
            text=text,
        )
    )


async def forget_views_of(person: PersonId, now: datetime, work: UnitOfWork) -> None:
    """Erase what *person* said on the topics of the year up to *now*, at whichever station; topics stay."""
    for station in work.roster.stations.values():
        for known in await topics_of(station, now.date() - ONE_YEAR, now.date() + ONE_WEEK, work):
            week = await work.meetings.topic(known.id)  # with what is being added to it at this moment
            if week is not None and any(one.by == person for one in week.views):
                left = tuple(one for one in week.views if one.by != person)
                await work.meetings.save_topic(replace(week, views=left))


async def views_of(person: PersonId, now: datetime, work: UnitOfWork) -> list[tuple[str, View]]:
    """Return what *person* said in the year up to *now*, each with its topic, oldest first."""
    return [
        (week.topic, view)
        for station in work.roster.stations.values()
        for week in await topics_of(station, now.date() - ONE_YEAR, now.date() + ONE_WEEK, work)
        for view in week.views
        if view.by == person
    ]


async def forget_views(station: Station, before: datetime, work: UnitOfWork) -> int:
    """Erase the views of the year up to *before* and return how many there were; topics and summaries stay."""
    forgotten = 0
    for week in await topics_of(station, before.date() - ONE_YEAR, before.date(), work):
        if old := [one for one in week.views if one.at < before]:
            await work.meetings.save_topic(replace(week, views=week.views[len(old) :]))
            forgotten += len(old)
    return forgotten
