"""What a click on a card tells, by callback or in a frame of a stream, and what becomes of the card. No I/O."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.platforms.dingtalk.wire.cards import SAID, settled
from bot.platforms.dingtalk.wire.fields import (
    Fields,
    fields_in,
    id_at,
    object_at,
    strings_at,
    text_at,
    written_in,
)
from bot.platforms.dingtalk.wire.robot import LARGEST
from bot.platforms.dingtalk.wire.told import PLATFORM, Clicked, Robot, Unknown, key_of
from bot.sending.choosing import Chosen, chosen_by
from handlers.message import Account, Heard, MessageId, Scope
from handlers.people.rules.roster import Place

BY_UNION_ID: Final = "2"

Change = Mapping[str, object]
"""What a card shows from now on; nothing where it stays as it is."""


def clicked_by_callback(body: bytes, robot: Robot, now: datetime) -> Clicked | Unknown:
    """Return what a card's callback tells, whose headers were found genuine. Raise `Unreadable`."""
    return clicked_by_stream(written_in(body, LARGEST), robot, now)


def clicked_by_stream(data: str, robot: Robot, now: datetime) -> Clicked | Unknown:
    """Return what the data of a frame tell. Raise `Unreadable`."""
    fields = fields_in(data)
    user = id_at(fields, "userId")
    by_union = text_at(fields, "userIdType") == BY_UNION_ID
    key = key_of(staff="" if by_union else user, union=user, sender=user, corp=id_at(fields, "corpId", required=False))
    track = id_at(fields, "outTrackId")
    is_group = text_at(fields, "spaceType").upper() == "IM_GROUP"
    chat = id_at(fields, "spaceId") if is_group else key
    chosen = _chosen(fields)
    if not chosen.words:
        return Unknown(kind="card")
    facts = "\0".join((track, key, chosen.key))  # a click has no id: who says the same once more says nothing new
    return Clicked(
        card=track,
        heard=Heard(
            id=MessageId(f"{PLATFORM}:{robot.entry}:click-{hashlib.sha256(facts.encode()).hexdigest()}"),
            place=Place(platform=PLATFORM, account=robot.entry, chat=chat),
            scope=Scope.GROUP if is_group else Scope.DIRECT,
            sender=Account(platform=PLATFORM, account=robot.entry, user=key),
            sender_name="",  # only ids are told
            sent_at=now,  # a click does not tell its time
            text=chosen.words,
            quote=chosen.quote,
        ),
        chosen=chosen,
    )


def change_by(chosen: Chosen) -> Change:
    """Return what becomes of a card on which that was chosen; a label is shown in place of the buttons."""
    if not chosen.label:
        return {}
    return {"cardData": {"cardParamMap": settled(chosen)}, "cardUpdateOptions": {"updateCardDataByKey": True}}


def _chosen(fields: Fields) -> Chosen:
    """Return what was chosen: without words where the card is none of the bot's. Raise `Unreadable`."""
    content = object_at(fields, "content") or object_at(fields, "value")
    private = object_at(content, "cardPrivateData")
    if said := text_at(object_at(private, "params"), SAID):
        return chosen_by(said)
    action = next(iter(strings_at(private, "actionIds")), "")
    return Chosen(words=action if action.isdecimal() else "")
