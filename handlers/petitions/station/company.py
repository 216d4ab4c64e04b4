"""Matters of several voters handled as one: the bot proposes, staff decide, each voter keeps number and answer.

A petition that seems to be an earlier one's matter is not put before staff by itself. While the earlier one waits to be
sorted nothing more is said; afterwards staff are asked once for all that have come, and those that come later only
add to them. What a step of the earlier one means for its followers happens by their timers, each by itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.people.rules.roster import PersonId, Role
from handlers.petitions import topics
from handlers.petitions.access import HandledAlone, theirs
from handlers.petitions.citing import cite
from handlers.petitions.rules import company
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State
from handlers.petitions.rules.showing import shown
from handlers.petitions.rules.states import OPEN, UNSORTED, WrongState, advance
from handlers.petitions.station import company_texts as texts
from handlers.petitions.station.replying import survey
from handlers.petitions.station.triage import ask_triage
from handlers.petitions.telling import ask, call_followers, keep_step, tell, tell_voter
from handlers.ports import UnitOfWork

_HOUR: Final = timedelta(hours=1)

# --- the bot proposes ---


async def put_before_staff(petition: Petition, *, at: datetime, work: UnitOfWork) -> Petition:
    """Ask staff about a new petition, or about all that seem to be one with it; return it as it was stored."""
    parent = await likely_parent(petition, work)
    if parent is None:
        await ask_triage(petition, at=at, work=work)
        return petition
    return await follow(petition, parent, at=at, work=work)


async def likely_parent(petition: Petition, work: UnitOfWork) -> Petition | None:
    """Return what a new petition is to follow: what it is most alike to, or what that follows.

    Looked through are the newest that stand alone and the newest that follow one: a matter of many is told in many
    words.
    """
    station, since = work.roster.stations[petition.station], petition.registered_at - company.COMPARED_FOR
    fields = company.fields_to_compare(petition)
    alone = await work.petitions.standing_alone(station.id, fields, since, limit=company.COMPARED_WITH)
    following = await work.petitions.following(station.id, fields, since, limit=company.AND_WITH)
    same = company.same_matter(petition, [*alone, *following], station)
    if same is None:
        return None
    followed = same.parent or same.likely_parent
    parent = same if followed is None else await work.petitions.get(followed)
    return parent if company.leads(parent) else None


async def follow(petition: Petition, parent: Petition, *, at: datetime, work: UnitOfWork) -> Petition:
    """Take *petition* for the same matter as *parent* until staff have decided, and return it as it was stored."""
    following = replace(petition, likely_parent=parent.id)
    await work.petitions.save(following)
    followers = await work.petitions.followers(parent.id, newest=company.MOST_COUNTED)
    await _ask_once(parent, followers, at=at, work=work)
    await _report_many(parent, followers, at=at, work=work)
    return following


async def _ask_once(parent: Petition, followers: Sequence[Petition], *, at: datetime, work: UnitOfWork) -> None:
    """Ask staff about what seems to follow *parent*, unless they have a question on it before them."""
    undecided = _undecided(followers)
    if len(undecided) == 1 and parent.state not in UNSORTED:
        await _ask(parent, undecided, at=at, work=work)


async def _ask(parent: Petition, undecided: Sequence[Petition], *, at: datetime, work: UnitOfWork) -> None:
    text, choices = texts.same_matter(parent, undecided), texts.CHOICES
    cites = cite(*((one, shown(one)) for one in undecided))
    part = f"{topics.SAME_MATTER}/{undecided[-1].id}"
    for person in in_charge(parent, work.roster.stations[parent.station]):
        await ask(
            person,
            text,
            about=parent,
            topic=topics.SAME_MATTER,
            part=part,
            choices=choices,
            cites=cites,
            at=at,
            work=work,
        )


async def _report_many(parent: Petition, followers: Sequence[Petition], *, at: datetime, work: UnitOfWork) -> None:
    """Tell the head, each time once, where the same matter has come from as many as domain §3.4 says."""
    count = company.many_at_once([parent, *followers])
    if count is not None and await work.occurrences.claim(f"many/{parent.id}/{count}", at=at):
        hours = int(dict(company.MANY)[count] / _HOUR)
        for head in work.roster.stations[parent.station].with_role(Role.HEAD):
            part = f"many/{count}"
            await tell(head, texts.many(parent, count, hours), about=parent, part=part, at=at, work=work)


async def look_at_parent(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Do for *petition* what a step of the one it follows has brought about."""
    station = work.roster.stations[petition.station]
    own = clock(petition.state, at=petition.history[-1].at, station=station)
    petition = replace(petition, timer=own.timer, timer_at=own.timer_at)
    await work.petitions.save(petition)
    followed = petition.parent or petition.likely_parent
    if followed is None:
        return
    parent = await work.petitions.get(followed)
    if petition.state is State.MERGED and parent.answer is not None:
        await survey(replace(petition, answer=parent.answer, result=parent.result), at=now, work=work)
    elif not company.leads(parent):
        await _next_leads(parent, now, work)
    elif petition.likely_parent is not None and parent.state not in UNSORTED:
        undecided = _undecided(await work.petitions.followers(parent.id))
        if undecided[0].id == petition.id:
            await _ask(parent, undecided, at=now, work=work)


async def _next_leads(parent: Petition, now: datetime, work: UnitOfWork) -> None:
    """Have the first of those that outlive *parent* lead the others, and put it before staff.

    Where there is an answer, what was merged shares it and follows on.
    """
    followers = await work.petitions.followers(parent.id)
    merged = [one for one in followers if one.state is State.MERGED and parent.answer is None]
    first, *others = (one for one in followers if one in merged or one.likely_parent is not None)
    leader = await _stand_alone(first, by=None, at=now, work=work, told=merged in ([], [first]))
    for one in others:
        following = replace(one, parent=leader.id) if one in merged else replace(one, likely_parent=leader.id)
        await work.petitions.save(following)
    await ask_triage(leader, at=now, work=work)


async def leave(petition: Petition, *, at: datetime, work: UnitOfWork) -> Petition:
    """Have what may have no company any more follow nothing and lead nothing; return it as it was stored."""
    if company.may_have_company(petition):
        return petition
    await work.questions.close_about(petition.id, topics={topics.SAME_MATTER})
    followed = petition.likely_parent
    if petition.state is State.MERGED or followed is not None:
        petition = await _stand_alone(petition, by=None, at=at, work=work)
    if followed is not None:  # what staff were asked about it and others named it
        await work.questions.close_about(followed, topics={topics.SAME_MATTER})
        parent = await work.petitions.get(followed)
        undecided = _undecided(await work.petitions.followers(followed))
        if undecided and parent.state not in UNSORTED:
            await _ask(parent, undecided, at=at, work=work)
    await call_followers(petition, at=at, work=work)
    return petition


# --- staff decide ---


async def on_same_matter(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Handle all that seems to be one matter together, or each by itself."""
    parent = await work.petitions.get(PetitionId(question.subject))
    undecided = _undecided(await work.petitions.followers(parent.id))
    await work.questions.close_about(parent.id, topics={topics.SAME_MATTER})
    if answer.digit == texts.CHOICES[0].digit:
        await _merge(parent, undecided, message, work)
    else:
        await _separate(undecided, message, work)


async def merge(message: Message, argument: Sequence[int], work: UnitOfWork) -> None:
    """Handle the petitions with those tails together; the first leads."""
    first, *others = [await theirs(message, tail, work) for tail in argument]
    parent = first
    if first.state is State.MERGED and first.parent is not None:
        parent = await work.petitions.get(first.parent)
    followers = [one for one in others if one.id != parent.id]
    if not followers:
        raise WrongState(first, Action.MERGE)
    await _merge(parent, followers, message, work)


async def split(message: Message, argument: Sequence[int], work: UnitOfWork) -> None:
    """Handle the petitions with those tails by themselves again."""
    petitions = [await theirs(message, tail, work) for tail in argument]
    for petition in petitions:
        if petition.state is not State.MERGED and petition.likely_parent is None:
            raise WrongState(petition, Action.REGISTER)
    await _separate(petitions, message, work)


async def _merge(parent: Petition, followers: Sequence[Petition], message: Message, work: UnitOfWork) -> None:
    if parent.state not in company.LEADING:
        raise WrongState(parent, Action.MERGE)
    for one in (parent, *followers):
        if not company.may_have_company(one):
            raise HandledAlone(one.tail)
    at = message.sent_at
    parent = replace(parent, likely_parent=None)
    await work.petitions.save(parent)
    merged = []
    for follower in followers:
        step = advance(follower, Action.MERGE, by=message.sender, at=at)
        merged.append(replace(step, parent=parent.id, likely_parent=None))
        await keep_step(follower, merged[-1], work=work)
        for one in await work.petitions.followers(follower.id):
            likely = None if one.likely_parent is None else parent.id
            await work.petitions.save(replace(one, parent=parent.id if likely is None else None, likely_parent=likely))
        if follower.deputy not in {None, parent.deputy}:
            text = texts.taken_off_deputy(follower, parent)
            await tell(PersonId(follower.deputy or ""), text, about=follower, part=Action.MERGE, at=at, work=work)
    together = 1 + sum(one.state is State.MERGED for one in await work.petitions.followers(parent.id))
    for one in merged:
        await tell_voter(one, texts.merged(one.tail, together - 1), part=Action.MERGE, at=at, work=work)
    if parent.deputy is not None:
        part = f"{Action.MERGE}/{message.id}"
        await tell(parent.deputy, texts.merged_for_deputy(parent, together), about=parent, part=part, at=at, work=work)
    noted = texts.merged_noted(parent, merged, together)
    await work.outbox.add(message.reply_in_private(noted), at=at)


async def _separate(petitions: Sequence[Petition], message: Message, work: UnitOfWork) -> None:
    at = message.sent_at
    for petition in petitions:
        alone = await _stand_alone(petition, by=message.sender, at=at, work=work)
        await ask_triage(alone, at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.separated_noted(petitions)), at=at)


async def _stand_alone(
    petition: Petition, *, by: PersonId | None, at: datetime, work: UnitOfWork, told: bool = True
) -> Petition:
    """Have *petition* follow nothing any more; a voter who was told otherwise is *told*."""
    if petition.state is not State.MERGED:
        alone = replace(petition, likely_parent=None)
        await work.petitions.save(alone)
        return alone
    station = work.roster.stations[petition.station]
    time = clock(State.REGISTERED, at=at, station=station)
    alone = replace(advance(petition, Action.REGISTER, by=by, at=at, clock=time), parent=None)
    await keep_step(petition, alone, work=work)
    if told:
        await tell_voter(alone, texts.separate(alone.tail), part=Action.REGISTER, at=at, work=work)
    return alone


def _undecided(followers: Sequence[Petition]) -> list[Petition]:
    return [one for one in followers if one.likely_parent is not None and one.state in OPEN]
