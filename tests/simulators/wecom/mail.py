"""How letters are brought: once, again, late, out of order, or among forged ones."""

from typing import Final

from tests.simulators.deliveries import Delivery, Nobody
from tests.simulators.wecom.fault_table import FAULTS, Point
from tests.simulators.wecom.forgeries import REPLAYS
from tests.simulators.wecom.letters import Kind, Letter, Line
from tests.simulators.wecom.world import World

ANSWER_WITHIN: Final = 5  # seconds; 90238
TIMES: Final = 3  # in all; 90238
LATE: Final = 7 * 60  # seconds: media are gone after five minutes
HELD_FOR: Final = 30  # seconds at most, where nothing else comes that could overtake
AHEAD: Final = 601  # seconds: just more than the ten minutes that are allowed

FORGERIES: Final = {fault.name for fault in FAULTS if fault.row == 35}
STRANGERS: Final = ("opaque userid", "enter_chat without chattype", "unknown msgtype", "unknown eventtype")


class Mail:
    """Brings letters to bots and apps."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: list[tuple[Letter, Line, Delivery]] = []

    async def bring(self, letter: Letter, line: Line) -> Delivery:
        """Bring a letter; return once it was tried for the first time, or is on its way at a later time."""
        delivery = Delivery(letter.id)
        points = (Point.INBOUND, *line.points, *((Point.CLICK,) if letter.kind is Kind.CLICK else ()))
        fault = self._world.faults.strike(*points)
        name = "" if fault is None else fault.name
        if name == "brought late":
            self._world.later(self._late(letter, line, delivery))
        elif name == "out of order":
            self._held.append((letter, line, delivery))
            self._world.later(self._release(HELD_FOR))
        else:
            await self._before(name, letter, line)
            if name in ("unknown quote", "extra members"):
                letter = line.strange(name, letter)
            shift = {"clock ahead": AHEAD, "clock behind": -AHEAD}.get(name, 0)
            hasty = name in ("answer not awaited", "click not answered in time")
            self._world.later(self._carry(letter, line, delivery, shift=shift, hasty=hasty))
            await delivery.tried()
            await self._after(name, letter, line)
            await self._release(0)
        return delivery

    async def _before(self, name: str, letter: Letter, line: Line) -> None:
        if name in FORGERIES:
            await line.attack(name, letter)
        elif name in STRANGERS or name == "two events in a second":
            self._world.later(self._once(line.strange(name, letter), line))

    async def _after(self, name: str, letter: Letter, line: Line) -> None:
        if name in REPLAYS:
            await line.attack(name, letter)
        elif name == "brought again":
            for number in range(self._world.random.randint(1, 3)):
                self._world.later(self._again(letter, line, (number + 1) * ANSWER_WITHIN))

    async def _carry(self, letter: Letter, line: Line, delivery: Delivery, *, shift: int, hasty: bool) -> None:
        """Try until it is answered with 200, at most three times, each five seconds after the one before."""
        times = TIMES if line.awaits and letter.kind not in (Kind.CLICK, Kind.REFRESH) else 1
        for number in range(times):
            pause = self._world.pause(ANSWER_WITHIN)
            first = number == 0
            try:
                status = await line.carry(letter, pause, shift=shift if first else 0, hasty=hasty and first)
                delivery.note(status)
            except Nobody:
                delivery.note(None, nobody=True)
            if delivery.taken or number + 1 == times:
                pause.cancel()
                break
            await pause
        delivery.end()

    async def _once(self, letter: Letter, line: Line) -> None:
        await self._carry(letter, line, Delivery(letter.id), shift=0, hasty=False)

    async def _late(self, letter: Letter, line: Line, delivery: Delivery) -> None:
        await self._world.sleep(LATE)
        await self._carry(letter, line, delivery, shift=0, hasty=False)

    async def _again(self, letter: Letter, line: Line, after: float) -> None:
        await self._world.sleep(after)
        await self._once(letter, line)

    async def _release(self, after: float) -> None:
        if after:
            await self._world.sleep(after)
        held, self._held = self._held, []
        for letter, line, delivery in held:
            await self._carry(letter, line, delivery, shift=0, hasty=False)
