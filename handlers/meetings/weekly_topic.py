"""The weekly topic: set, posted, talked over in the groups, summed up (domain §2.2.1, §5.7)."""

from dataclasses import replace
from datetime import date, datetime, time

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME, moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import monday_of
from handlers.meetings import topic_proposals
from handlers.meetings import topic_texts as texts
from handlers.meetings.activities.invitations import fill_seats
from handlers.meetings.activities.occasion import Occasion, new
from handlers.meetings.activities.plan import planned
from handlers.meetings.decided import as_decided
from handlers.meetings.plan import topic_week_id
from handlers.meetings.posts import NUDGE, POST, groups_told, told_on, topic_slot
from handlers.meetings.rules.activity_days import activity_id
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC
from handlers.meetings.rules.records import TopicWeek, View
from handlers.meetings.rules.topic import Hindrance
from handlers.meetings.telling import post, tell, tell_heads
from handlers.meetings.topic_place import NoRoomForTopics, carry_over, place_from
from handlers.meetings.topic_week import (
    first_day,
    hindrance,
    is_over,
    posted_at,
    settable_until,
    settings_of,
    topic_post,
)
from handlers.message import Message
from handlers.people.rules.roster import Role, Station
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note

# --- by the clock ---


async def post_topic(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the groups whose day it is of the week's topic, where one is set."""
    station, monday, today = occurrence.station, date.fromisoformat(occurrence.subject), occurrence.due.date()
    week = await work.meetings.topic(topic_week_id(station, monday))
    if week is None:
        return
    first = first_day(station, monday)
    if week.posted is not None or first == today:
        await _post_topic(week, station, occurrence.due, now, work)
    elif first is None:
        await carry_over(week, station, Hindrance.FULL, now, work)
    elif first < today:  # other posts have gone since, and what was to be its day is past
        await carry_over(week, station, Hindrance.LATE, now, work)


async def report_unposted(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Let a topic that could not be posted in time wait for the next week, and tell the head."""
    station, monday = occurrence.station, date.fromisoformat(occurrence.subject)
    week = await work.meetings.topic(topic_week_id(station, monday))
    if week is None:
        return
    groups = groups_told(station, topic_slot(week.id, POST), occurrence.due.date())
    if week.posted is None:
        if occurrence.due.date() == first_day(station, monday):
            await carry_over(week, station, Hindrance.LATE, now, work)
    elif groups:
        text = texts.partly_posted(week.topic, [group.name for group in groups])
        await tell_heads(text, station=station, key=occurrence.key, at=now, work=work)


async def post_skipped(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the groups that a week has no topic; one that was set before the holidays were known waits."""
    station, monday = occurrence.station, date.fromisoformat(occurrence.subject)
    slot = topic_slot(topic_week_id(station, monday), POST)
    text = texts.no_topic(next_week=occurrence.due.date() < monday)
    notice = topic_post(slot, station, text, occurrence.due, occurrence.until)
    await post(notice, groups_told(station, slot, occurrence.due.date()), now, work)
    week = await work.meetings.topic(topic_week_id(station, monday))
    if week is not None:
        await carry_over(week, station, Hindrance.HOLIDAY, now, work)


async def nudge(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask the groups once more for their views where few have come; not those that were told only the day before."""
    station, day = occurrence.station, occurrence.due.date()
    week = await work.meetings.topic(topic_week_id(station, date.fromisoformat(occurrence.subject)))
    if week is None or week.posted is None or len(week.views) >= settings_of(station).nudge_below:
        return
    slot = topic_slot(week.id, NUDGE)
    told = told_on(station, topic_slot(week.id, POST), near=day)
    groups = [one for one in groups_told(station, slot, day) if told.get(one.point, day) < day - ONE_DAY]
    notice = topic_post(slot, station, texts.nudge(week.topic, len(week.views)), occurrence.due, occurrence.until)
    await post(notice, groups, now, work)


async def ask_for_topic(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Remind the head that the week to come has no topic; where it can have none, a topic set for it waits."""
    station, monday = occurrence.station, date.fromisoformat(occurrence.subject)
    week, why_not = await work.meetings.topic(topic_week_id(station, monday)), hindrance(station, monday)
    if week is not None and why_not is not None:
        await carry_over(week, station, why_not, now, work)
    if week is not None or why_not is not None:
        return
    topics = await topic_proposals.proposed(station, now, work)
    text = texts.unset(monday)
    if topics:
        text = f"{text}\n{texts.proposals(topics)}"
    for head in station.with_role(Role.HEAD):
        choices = await topic_proposals.ask_which(head, text, topics, at=now, work=work)
        await tell(head, text, station=station, key=f"{occurrence.key}/head", at=now, work=work, choices=choices)


# --- what people say ---


async def topic(message: Message, argument: str, work: UnitOfWork) -> None:
    """Set the topic, or propose some where none is named."""
    settings_of(message.station)
    if argument:
        await set_topic(message, argument, work)
        return
    now = message.sent_at
    topics = await topic_proposals.proposed(message.station, now, work)
    text = texts.proposals(topics)
    choices = await topic_proposals.ask_which(message.sender, text, topics, at=now, work=work)
    await work.outbox.add(message.reply_in_private(text, choices=choices), at=now)


async def on_proposed(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Set the topic that was chosen, with the petitions it was drawn from."""
    chosen = next(choice.label for choice in question.choices if choice.digit == answer.digit)
    await set_topic(message, chosen, work, raised=topic_proposals.raised_in(question, answer))


async def set_topic(message: Message, argument: str, work: UnitOfWork, *, raised: tuple[PetitionId, ...] = ()) -> None:
    """Set the topic of the first week in which one may still be posted; it is posted at once where its hour has come.

    Raise `NoRoomForTopics` where there is no such week.
    """
    now = message.sent_at
    station = await as_decided(message.station, now.date(), work)
    this_monday = monday_of(now.date())
    place = await place_from(station, this_monday, await _too_late(station, this_monday, now, work), work, beside=False)
    if place is None:
        raise NoRoomForTopics(station.id)
    before = await work.meetings.topic(topic_week_id(station, place.monday))
    week = TopicWeek(
        id=topic_week_id(station, place.monday),
        station=station.id,
        monday=place.monday,
        topic=argument,
        set_by=message.sender,
        set_at=now,
        raised=raised,
    )
    await work.meetings.save_topic(week)
    await note(message, about=week.id, event="set_topic", work=work)
    due = posted_at(station, place.monday)
    if due <= now:
        await _post_topic(week, station, now, now, work)
        text = texts.topic_set_now(argument)
    else:
        over = is_over(station, this_monday, now.date())
        passed_over = [one for one in place.passed_over if not (over and one.monday == this_monday)]
        text = texts.topic_set(argument, due, passed_over, this_monday, None if before is None else before.topic)
        if any(one.why is not Hindrance.POSTED for one in passed_over) and Role.HEAD not in message.roles:
            later = texts.carried_over(argument, due, passed_over, this_monday)
            await tell_heads(later, station=station, key=message.id, at=now, work=work)
    await work.outbox.add(message.reply_in_private(text), at=now)


async def _too_late(station: Station, monday: date, now: datetime, work: UnitOfWork) -> Hindrance | None:
    """Return why the topic of the week that goes on can be set no more, None where it still can."""
    week = await work.meetings.topic(topic_week_id(station, monday))
    if week is not None and week.posted is not None:
        return Hindrance.POSTED
    until = settable_until(station, monday)
    return None if until is None or now < until else Hindrance.LATE


async def view(message: Message, argument: str, work: UnitOfWork) -> None:
    """Note a view on this week's topic, or say what the topic is; a group hears one thanks to each person a day."""
    thanked = False
    week = await work.meetings.topic(topic_week_id(message.station, monday_of(message.sent_at.date())))
    if week is None or week.posted is None:
        text = texts.NONE_SET
    elif not argument:
        text = texts.shown(week)
    else:
        own = [one.at.astimezone(CHINA_TIME).date() for one in week.views if one.by == message.sender]
        thanked = message.sent_at.astimezone(CHINA_TIME).date() in own
        said = View(by=message.sender, at=message.sent_at, text=argument)
        await work.meetings.save_topic(replace(week, views=(*week.views, said)))
        text = texts.THANKS_AGAIN if own else texts.THANKS
    reply = message.reply_in_private(text) if thanked else message.reply(text)
    await work.outbox.add(reply, at=message.sent_at)


# --- the week ---


async def _post_topic(week: TopicWeek, station: Station, due: datetime, now: datetime, work: UnitOfWork) -> None:
    slot = topic_slot(week.id, POST)
    groups = groups_told(station, slot, due.date())
    talk = planned(activity_id(station, WEEKLY_TOPIC, week.monday), station)
    if talk is None:
        return
    text = texts.opening(week.topic, talk.date, settings_of(station))
    await post(topic_post(slot, station, text, due, moment(due.date() + ONE_DAY, time())), groups, now, work)
    await work.meetings.save_topic(replace(week, posted=week.posted or now.date()))
    if week.posted is None:
        one = Occasion(station=station, planned=talk, kept=new(talk, station, week.topic))
        one = await fill_seats(one, key=f"topic/{week.id}/invite", at=now, work=work)
        await work.meetings.save_activity(one.kept)
