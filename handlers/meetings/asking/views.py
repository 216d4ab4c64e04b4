"""What people say to an open call: kept at once in their own words, then asked which item it is about."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of
from handlers.meetings.asking import call_texts as texts
from handlers.meetings.asking.arguments import said_about
from handlers.meetings.rules.calls import Call, CallKind, Item, Speaker, View
from handlers.message import Choice, Message, Outgoing
from handlers.people.rules.roster import Role, StationId
from handlers.ports import UnitOfWork

WHICH_ITEM: Final = "call_item"
ASKED: Final = "/view/"  # parts the station from what was asked: people speak to several
MOST_CHOICES: Final = 8  # beside “not sure”: a digit answers


async def on_draft(message: Message, argument: str, work: UnitOfWork) -> None:
    """Note a view on a draft that is being asked about, or show what is asked."""
    await _view(CallKind.DRAFT, message, argument, work)


async def on_proposals(message: Message, argument: str, work: UnitOfWork) -> None:
    """Note what somebody would have built next year, or show what is asked."""
    await _view(CallKind.PROPOSALS, message, argument, work)


async def on_budget(message: Message, argument: str, work: UnitOfWork) -> None:
    """Note what a deputy would ask about a report, or show what is to be read."""
    await _view(CallKind.BUDGET, message, argument, work)


async def _view(kind: CallKind, message: Message, argument: str, work: UnitOfWork) -> None:
    today = day_of(message.sent_at)
    calls = [one for one in await work.calls.of(message.station.id) if one.kind is kind and one.is_open(today)]
    if not calls:
        await work.outbox.add(message.reply(texts.none_open(kind)), at=message.sent_at)
    elif not argument:
        await work.outbox.add(message.reply(texts.shown(calls)), at=message.sent_at)
    else:
        await _note(argument, calls, message, work)


async def _note(argument: str, calls: Sequence[Call], message: Message, work: UnitOfWork) -> None:
    """Keep a view with the item it names, else with the newest call; ask where there are several items."""
    named = [(one, *said_about(argument, one.items)) for one in calls]
    call, about, text = next((found for found in reversed(named) if found[1]), named[-1])
    own = [view for one in calls for view in one.views if view.by == message.sender]
    if not about and len(calls) == 1 and len(call.items) == 1:
        about = call.items[0].label
    view = View(
        id=message.id,
        by=message.sender,
        speaker=_speaker(message),
        at=message.sent_at,
        about=about,
        text=text or argument,
    )
    await work.calls.save(replace(call, views=(*call.views, view)))
    thanks = texts.thanks(call.kind, again=bool(own))
    items = _items(calls)
    if about or not 1 < len(items) <= MOST_CHOICES:
        thanked = any(day_of(one.at) == day_of(message.sent_at) for one in own)
        reply = message.reply_in_private(thanks) if thanked else message.reply(thanks)
    else:
        reply = await _ask_which(items, thanks, message, work)
    await work.outbox.add(reply, at=message.sent_at)


def _speaker(message: Message) -> Speaker:
    if Role.DEPUTY in message.roles:
        return Speaker.DEPUTY
    return Speaker.VOTER if message.roles == {Role.VOTER} else Speaker.STAFF


def _items(calls: Sequence[Call]) -> list[tuple[Call, Item]]:
    return [(call, item) for call in calls for item in call.items if item.label or len(calls) > 1]


async def _ask_which(items: Sequence[tuple[Call, Item]], thanks: str, message: Message, work: UnitOfWork) -> Outgoing:
    """Ask which item a view that was kept is about; return the words."""
    several = len({call.number for call, _ in items}) > 1
    labels = [texts.item_choice(call, item, several=several) for call, item in items]
    choices = tuple(Choice(digit=digit, label=label) for digit, label in enumerate((*labels, texts.NOT_SURE), start=1))
    text = f"{thanks}{texts.which_item(choices)}"
    await work.questions.ask(
        Question(
            person=message.sender,
            where=message.here,
            topic=WHICH_ITEM,
            subject=f"{message.station.id}{ASKED}{message.id}",
            choices=choices,
            asked_at=message.sent_at,
            text=text,
        )
    )
    return message.reply(text, choices=choices)


async def on_which_item(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Put the view where it belongs."""
    station, _, view_id = question.subject.partition(ASKED)
    calls = await work.calls.of(StationId(station))
    chosen = next(choice.label for choice in question.choices if choice.digit == answer.digit)
    held = next((one for one in calls if any(view.id == view_id for view in one.views)), None)
    if held is not None:
        others = [one for one in calls if one.kind is held.kind and one.number != held.number]
        for call, item in _items([held, *others]):
            if chosen in {item.label, texts.item_choice(call, item, several=True)}:
                await _move(view_id, held, call, item, work)
                break
    await work.outbox.add(message.reply(texts.item_noted(chosen)), at=message.sent_at)


async def _move(view_id: str, held: Call, to: Call, item: Item, work: UnitOfWork) -> None:
    view = next(view for view in held.views if view.id == view_id)
    left = replace(held, views=tuple(one for one in held.views if one.id != view_id))
    await work.calls.save(left)
    target = left if to.number == held.number else to
    await work.calls.save(replace(target, views=(*target.views, replace(view, about=item.label))))
