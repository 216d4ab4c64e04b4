"""Types texts in as fifty voters and looks at what they got: `python -m tests.trying.fifty_voters FOLDER`.

FOLDER has detect_dev.jsonl ({"id", "text", "label", "style"} a line) and threads_dev.jsonl ({"group", "messages"} a line).
The whole bot handles them on the embedded store, for the township of config.example.toml; only the network is missing.
Exit status 1 where somebody was left without a word, something failed, or something personal went to a group.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any, Final

from bot.clock import StandingClock
from bot.config import load
from bot.delivery import DeliveryRun
from bot.passing_time import PassingTime
from bot.platforms.base import Post
from bot.router import Router
from bot.schedule import Schedule
from handlers.dates.china_time import moment
from handlers.intake import texts as intake_texts
from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Scope
from handlers.people.rules.masking import Filter
from handlers.people.rules.roster import Group, GroupKind, Place, Roster
from handlers.petitions.rules.petition import Petition, State
from handlers.ports import Storage
from storage.connect import connect
from tests.support.platform import FakePlatform

CONFIG: Final = Path("config.example.toml")
MONDAY: Final = moment(date(2026, 3, 16), time(8))
BETWEEN: Final = timedelta(seconds=20)
KEY: Final = bytes(range(32))
SURNAMES: Final = "赵钱孙李周吴郑王冯陈"
GIVEN: Final = ("秀兰", "福贵", "春梅", "大山", "玉兰")
SAYING_YES: Final = "1"
SAYING_NO: Final = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text with what it is: *label* 1 a petition, 0 none, None unknown."""

    speaker: str
    group: Group
    scope: Scope
    text: str
    label: int | None
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came back to one text, in the group and in private, and what it was taken for."""

    said: Said
    heard: Sequence[Post]
    outcome: str


class Window(FakePlatform):
    """A platform without a network under the name of the web chat."""

    @property
    def name(self) -> str:
        return "webchat"


class Township:
    """The whole bot on one store, with everybody's conversations."""

    def __init__(self, storage: Storage, roster: Roster) -> None:
        self._storage = storage
        self._clock = StandingClock(MONDAY)
        self._window = Window()
        delivery = DeliveryRun(storage, {self._window.name: self._window}, self._clock)
        self._router = Router(storage, self._clock, changed=delivery.wake)
        schedule = Schedule(storage, roster, (), self._clock, changed=delivery.wake)
        self._time = PassingTime(self._clock, self._router, schedule, delivery)
        self._numbers = count(1)
        self._phone = next(iter(roster.stations.values())).phone
        self.posts = self._window.delivered

    async def says(self, said: Said) -> Told:
        """Have somebody say something, answer what the bot asks of him, and return all that came back."""
        known = {one.id for one in await self._petitions(said)}
        heard = await self._say(said, said.text, picture=said.picture)
        new = [one for one in await self._petitions(said) if one.id not in known]
        outcome = self._outcome(new, heard)
        for post in heard:
            if any(choice.digit == 1 for choice in post.choices):
                digit = SAYING_NO if outcome == "asked" and said.label == 0 else SAYING_YES
                heard = [*heard, *await self._say(said, digit, scope=post.scope)]
        return Told(said=said, heard=heard, outcome=outcome)

    async def _say(self, said: Said, text: str, *, picture: bool = False, scope: Scope | None = None) -> Sequence[Post]:
        """Say *text* where *said* was said, or elsewhere; return what the speaker then reads."""
        before = len(self.posts)
        self._clock.move_to(self._clock.now() + BETWEEN)
        in_group = (scope or said.scope) is Scope.GROUP
        account = Account(platform=self._window.name, account=self._window.name, user=said.speaker)
        number = next(self._numbers)
        await self._router.hear(
            Heard(
                id=MessageId(f"try:{number}"),
                place=said.group.place if in_group else self._private(said.speaker),
                scope=Scope.GROUP if in_group else Scope.DIRECT,
                sender=account,
                sender_name=said.speaker,
                sent_at=self._clock.now(),
                text=f"@小助手 {text}" if in_group else text,
                attachments=(Attachment(kind=AttachmentKind.IMAGE, reference=f"picture-{number}"),) if picture else (),
            )
        )
        await self._time.settle()
        places = {said.group.place, self._private(said.speaker)}
        return [post for post in self.posts[before:] if post.place in places]

    def _private(self, person: str) -> Place:
        return Place(platform=self._window.name, account=self._window.name, chat=person)

    async def _petitions(self, said: Said) -> Sequence[Petition]:
        account = Account(platform=self._window.name, account=self._window.name, user=said.speaker)
        async with self._storage.begin() as work:
            person = await work.voters.recognise(account, name=said.speaker, on=MONDAY.date())
            return await work.petitions.of_voter(person, limit=1000)

    def _outcome(self, new: Sequence[Petition], heard: Sequence[Post]) -> str:
        """Name what the text was taken for."""
        if any(one.state is State.EMERGENCY for one in new):
            return "emergency"
        if new:
            return "asked" if all(one.state is State.DRAFT for one in new) else "registered"
        told = {post.text for post in heard}
        if intake_texts.not_understood(self._phone) in told:
            return "not understood"
        if any(text.startswith(intake_texts.thanks("")[:9]) for text in told):
            return "thanks"
        return "otherwise" if told else "NOTHING"


class Failures(logging.Handler):
    """Counts what went wrong inside."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        self.seen[record.getMessage()] += 1
        if record.exc_info:
            print(logging.Formatter().formatException(record.exc_info), file=sys.stderr)


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def everything_said(folder: Path, roster: Roster) -> Iterator[Said]:
    """Yield what fifty voters say, by turns in a group and in private, then the talks of whole groups."""
    groups = [group for group in roster.groups.values() if group.kind is GroupKind.VOTERS]
    voters = [(f"{surname}{given}", group) for given in GIVEN for surname, group in zip(SURNAMES, cycle(groups))]
    scopes = cycle((Scope.GROUP,) * len(voters) + (Scope.DIRECT,) * len(voters))
    for (speaker, group), scope, row in zip(cycle(voters), scopes, _lines(folder / "detect_dev.jsonl")):
        yield Said(speaker=speaker, group=group, scope=scope, text=row["text"], label=row["label"])
    for group, thread in zip(cycle(groups), _lines(folder / "threads_dev.jsonl")):
        for message in thread["messages"]:
            if message["role"] != "bot":
                picture = message["type"] == "image"
                text = "" if picture else message["text"]
                label = {"petition": 1, "other": 0}.get(message["role"])
                speaker = message["sender"]
                yield Said(speaker=speaker, group=group, scope=Scope.GROUP, text=text, label=label, picture=picture)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """All that was said and came back, and what went wrong."""

    told: Sequence[Told]
    failures: Counter[str]
    given_up: int
    unfinished: int
    personal: int


async def play(store: Path, folder: Path) -> Played:
    """Have everything said to a bot with an empty store."""
    failures = Failures()
    logging.basicConfig(level=logging.WARNING, handlers=[failures], force=True)
    config = load(CONFIG)
    roster = config.roster
    storage = await connect(f"tinydb:{store}", roster=roster, key=KEY, bound=config.bound)
    township = Township(storage, roster)
    told = [await township.says(said) for said in everything_said(folder, roster)]
    async with storage.begin() as work:
        given_up = [entry for station in roster.stations for entry in await work.outbox.given_up(station)]
        unfinished = len(await work.messages.unhandled()) + len(await work.outbox.waiting())
        outgoing, names = Filter(allowed=_published(roster)), await work.voters.names()
    await storage.close()
    in_groups = [post for post in township.posts if post.scope is Scope.GROUP]
    return Played(
        told=told,
        failures=failures.seen,
        given_up=len(given_up),
        unfinished=unfinished,
        personal=sum(bool(outgoing.findings(post.text, names)) for post in in_groups),
    )


def _published(roster: Roster) -> Sequence[str]:
    stations = roster.stations.values()
    deputies = [deputy.name for station in stations for deputy in station.deputies]
    return [*(station.phone for station in stations), *(group.name for group in roster.groups.values()), *deputies]


def _conversation(told: Told) -> str:
    label = {1: "petition", 0: "none", None: "?"}[told.said.label]
    heard = "\n".join(f"    {post.scope}: {post.text}" for post in told.heard)
    return f"[{told.outcome}, is {label}] {told.said.scope} {told.said.speaker}: {told.said.text}\n{heard}"


def _print(played: Played) -> int:
    """Print the figures and return the exit status."""
    told = played.told
    print(f"{len(told)} texts of {len({one.said.speaker for one in told})} voters")
    outcomes = sorted({one.outcome for one in told})
    for label, name in ((1, "petitions"), (0, "no petitions"), (None, "additions and the like")):
        found = Counter(one.outcome for one in told if one.said.label == label)
        shares = ", ".join(f"{outcome} {found[outcome]} ({found[outcome] / found.total():.1%})" for outcome in outcomes)
        print(f"{found.total():5} {name}: {shares}")
    silent = sum(not one.heard for one in told)
    print(f"left without a word {silent}, logged as wrong {dict(played.failures)}, given up {played.given_up}")
    print(f"not handled or not sent {played.unfinished}, personal in a group {played.personal}")
    return 1 if silent or played.failures or played.given_up or played.unfinished or played.personal else 0


def main() -> int:
    """Play the texts of a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.trying.fifty_voters")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--transcript", type=Path, metavar="FILE", help="write every conversation down")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as store:
        played = asyncio.run(play(Path(store) / "station.db", options.folder))
    if options.transcript is not None:
        options.transcript.write_text("\n".join(map(_conversation, played.told)), encoding="utf-8")
    return _print(played)


if __name__ == "__main__":
    sys.exit(main())
