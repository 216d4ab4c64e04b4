"""What might be seen, made up: all is well, or one promise is broken."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.message import MessageId, Outgoing, Recipient
from handlers.ports import Delivery, Entry, Kept, Progress
from tests.faults.instances.checks import CALENDAR, Promise
from tests.faults.instances.doors import Said
from tests.faults.instances.people import MATTER
from tests.faults.instances.processes import Blow, Suffered
from tests.faults.instances.seen import Seen, Shown
from tests.simulators.deliveries import Delivery as Brought
from tests.support.records import GROUP, NOON, STATION, VOTER, a_heard, a_petition, later

NAME: Final = "赵敏"
ASKED, ASKED_AGAIN = a_heard(1), a_heard(2)
ANNOUNCEMENT: Final = f"{CALENDAR}day/announce/group/{GROUP}"


def _said(id: MessageId, text: str) -> Said:
    return Said(id=id, chat=NAME, name=NAME, text=text, at=NOON, calm=False, delivery=Brought(id))


def _entry(number: int, key: str, to: Recipient, text: str) -> Entry:
    outgoing = Outgoing(key=key, to=to, station=STATION, text=text)
    return Entry(number=number, outgoing=outgoing, queued_at=NOON, state=Delivery.SENT, ready_at=NOON)


def _answer(number: int, to: MessageId, text: str) -> Entry:
    entry = _entry(number, f"{to}/receipt", Recipient.person(VOTER), text)
    return replace(entry, outgoing=replace(entry.outgoing, answers=to))


def _shown(entry: Entry, chat: str, seconds: float, *, key: str = "") -> Shown:
    key = key or str(entry.number)
    return Shown(key=key, chat=chat, text=f"“{entry.outgoing.text}”", at=later(seconds=seconds))


def _suffered(blow: Blow, begin: float, end: float) -> Suffered:
    return Suffered(blow=blow, instance=1, at=later(seconds=begin), until=later(seconds=end))


FIRST, SECOND = _answer(1, ASKED.id, "收到，尾号 1。"), _answer(2, ASKED_AGAIN.id, "尾号 1 正在办。")
POST: Final = _entry(3, ANNOUNCEMENT, Recipient.group(GROUP), "三天后接待。")
ONCE: Final = (_shown(FIRST, NAME, 1), _shown(SECOND, NAME, 2), _shown(POST, GROUP, 3))

SOUND: Final = Seen(
    said=(_said(ASKED.id, f"{MATTER}{a_petition().text}"), _said(ASKED_AGAIN.id, "进度")),
    acknowledged={ASKED.id, ASKED_AGAIN.id},
    kept=tuple(
        Kept(heard=heard, received_at=NOON, progress=Progress.HANDLED, tries=1) for heard in (ASKED, ASKED_AGAIN)
    ),
    petitions=(a_petition(),),
    entries=(FIRST, SECOND, POST),
    shown=ONCE,
    cut_off=(),
    suffered=(),
    due=(ANNOUNCEMENT,),
    chats={VOTER: NAME},
)
AGAIN: Final = (*ONCE, _shown(FIRST, NAME, 40, key="again"))
UNHANDLED: Final = (SOUND.kept[0], replace(SOUND.kept[1], progress=Progress.KEPT))
WAITING: Final = (FIRST, replace(SECOND, state=Delivery.WAITING), POST)
DOUBLED: Final = replace(POST, number=4, outgoing=replace(POST.outgoing, key=f"{ANNOUNCEMENT}/again", text="再说。"))

ALL_WELL: Final[Sequence[Seen]] = (
    SOUND,
    replace(SOUND, acknowledged={ASKED_AGAIN.id}, kept=SOUND.kept[1:], petitions=(), entries=(SECOND, POST)),
    replace(SOUND, entries=(FIRST, replace(SECOND, state=Delivery.GIVEN_UP), POST), shown=(ONCE[0], ONCE[2])),
    replace(SOUND, shown=(*ONCE, replace(ONCE[0], at=later(seconds=9)))),  # the same message in another state
    replace(SOUND, shown=AGAIN, suffered=(_suffered(Blow.KILLED, 1.5, 3),)),
    replace(SOUND, shown=AGAIN, suffered=(_suffered(Blow.FROZEN, 0, 30),)),
    replace(SOUND, cut_off=(later(seconds=25),), suffered=(_suffered(Blow.FROZEN, 0, 30),)),
)

BROKEN: Final[Sequence[tuple[Promise, Seen]]] = (
    (Promise.KEPT, replace(SOUND, kept=SOUND.kept[:1])),
    (Promise.KEPT, replace(SOUND, kept=UNHANDLED)),
    (Promise.SAID, replace(SOUND, shown=ONCE[:2])),
    (Promise.SAID, replace(SOUND, entries=WAITING)),
    (Promise.REGISTERED_ONCE, replace(SOUND, petitions=(a_petition(1), a_petition(2)))),
    (Promise.REGISTERED_ONCE, replace(SOUND, petitions=())),
    (Promise.QUEUED_ONCE, replace(SOUND, entries=(*SOUND.entries, DOUBLED), shown=(*ONCE, _shown(DOUBLED, GROUP, 4)))),
    (Promise.QUEUED_ONCE, replace(SOUND, entries=SOUND.entries[:2])),
    (Promise.SHOWN_ONCE, replace(SOUND, shown=AGAIN)),
    (Promise.SHOWN_ONCE, replace(SOUND, shown=AGAIN, suffered=(_suffered(Blow.KILLED, 41, 42),))),
    (
        Promise.SHOWN_ONCE,
        replace(
            SOUND,
            shown=(*AGAIN, _shown(FIRST, NAME, 41, key="and again")),
            suffered=(_suffered(Blow.KILLED, 2, 3),),
        ),
    ),
    (Promise.IN_ORDER, replace(SOUND, shown=ONCE[::-1])),
    (Promise.ONE_HOLDER, replace(SOUND, cut_off=(NOON,))),
    (Promise.ONE_HOLDER, replace(SOUND, cut_off=(NOON,), suffered=(_suffered(Blow.KILLED, -1, 1),))),
    (Promise.LIVING, replace(SOUND, suffered=(_suffered(Blow.ENDED, 1, 1),))),
)
