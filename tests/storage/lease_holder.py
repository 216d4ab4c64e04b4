"""A process that is in line for a lease, and says for each line it reads whether it holds it; `… ADDRESS`."""

import asyncio
import sys

from storage.connect import connect
from storage.postgres import presence
from tests.support.township import BOUND, TOWNSHIP

LEASE = "the bot"
BEAT, HELD_FOR, DEAD_AFTER = 0.05, 0.5, 1.0  # seconds: everything is a good deal quicker than it is in life


def hurry() -> None:
    """Have it all go quickly in this process."""
    presence.BEAT, presence.HELD_FOR, presence.DEAD_AFTER = BEAT, HELD_FOR, DEAD_AFTER  # type: ignore[misc]  # for a test


async def main(address: str) -> None:
    storage = await connect(address, roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    while await asyncio.to_thread(sys.stdin.readline):
        print(int(await storage.peers.holds(LEASE)), flush=True)  # noqa: T201  # it is asked for


if __name__ == "__main__":
    hurry()
    asyncio.run(main(sys.argv[1]))
