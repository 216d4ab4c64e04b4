"""How letters are brought: once, again, late, out of order, or strange."""

from typing import Final

from tests.simulators.deliveries import Delivery, Nobody
from tests.simulators.dingtalk.fault_table import FAULTS, Point
from tests.simulators.dingtalk.forgeries import AFTER, BEFORE
from tests.simulators.dingtalk.letters import Kind, Letter, Line
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.strange import companion, estranged
from tests.simulators.dingtalk.world import World

LATE: Final = 5 * 60  # seconds
HELD_FOR: Final = 30  # seconds at most, where nothing else comes that could overtake
AGAIN: Final = {
    "pushed again after 16 s": (16,),
    "pushed again after 60 s": (60,),
    "pushed again with another messageId": (60,),
    "pushed again on another connection": (60,),
    "called again after 10 s and 30 s": (10, 40),
    "event pushed again": (60,),
}
POINTS: Final = {Kind.MESSAGE: Point.INBOUND, Kind.CLICK: Point.CLICK, Kind.EVENT: Point.EVENT}
COMPANIONS: Final = (
    "another one written at the same time",
    "clicked again",
    "clicked by somebody else",
    "clicked on an old card",
)
STRANGE: Final = {fault.name for fault in FAULTS if fault.row in (10, 34, 36)}


class Mail:
    """Brings letters to robots."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: list[tuple[Letter, Line, Delivery]] = []

    async def bring(self, letter: Letter, line: Line) -> Delivery:
        """Bring a letter; return once it was tried for the first time, or is on its way at a later time."""
        points = (POINTS[letter.kind], *(line.points if letter.kind is Kind.MESSAGE else ()))
        fault = self._world.faults.strike(*points)
        name = "" if fault is None else fault.name
        if not self._world.quota.take(Spent.PUSHES) and letter.kind is Kind.MESSAGE:
            name = "quota used up, nothing to read"
        delivery = Delivery(letter.id, name)
        if name in STRANGE:
            letter = estranged(self._world, name, letter)
        if name == "brought late":
            self._world.later(self._after(LATE, letter, line, delivery))
        elif name == "out of order":
            self._held.append((letter, line, delivery))
            self._world.later(self._release(HELD_FOR))
        else:
            if name in BEFORE:
                await line.attack(name, letter)
            self._world.later(self._carry(letter, line, delivery, name))
            await delivery.tried()
            if name in COMPANIONS:
                self._world.later(self._again(0, companion(self._world, name, letter), line, ""))
            if name in AFTER:
                await line.attack(name, letter)
            for seconds in AGAIN.get(name, ()):
                self._world.later(self._again(seconds, letter, line, name))
            await self._release(0)
        return delivery

    async def _carry(self, letter: Letter, line: Line, delivery: Delivery, fault: str = "") -> None:
        """Try until it is acknowledged, or there is nobody, or it was tried often enough."""
        for wait in (0, *(line.again_after if letter.kind is not Kind.CLICK else ())):
            if wait:
                await self._world.sleep(wait)
            try:
                delivery.note(await line.carry(letter, fault=fault))
            except Nobody:
                delivery.note(None, nobody=True)
            if delivery.taken or (delivery.nobody and line.loses and letter.kind is not Kind.EVENT):
                break
            fault = ""
        delivery.end()

    async def _after(self, seconds: float, letter: Letter, line: Line, delivery: Delivery) -> None:
        await self._world.sleep(seconds)
        await self._carry(letter, line, delivery)

    async def _again(self, seconds: float, letter: Letter, line: Line, fault: str) -> None:
        if seconds:
            await self._world.sleep(seconds)
        await self._carry(letter, line, Delivery(letter.id), fault)

    async def _release(self, seconds: float) -> None:
        if seconds:
            await self._world.sleep(seconds)
        held, self._held = self._held, []
        for letter, line, delivery in held:
            await self._carry(letter, line, delivery)
