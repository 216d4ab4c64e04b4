"""What it takes to recognise a petition in talk, and to look over a text before it leaves."""

from collections.abc import Sequence
from itertools import islice
from timeit import repeat
from typing import Final

from handlers.intake.rules.model import shipped, written
from handlers.intake.rules.recognise import recognise
from handlers.people.rules.masking import Filter
from handlers.people.rules.names import Names
from handlers.petitions.voters import register_texts
from tests.bench.county import MONDAY, county, petitions
from tests.bench.figures import Figure, report

NAMES: Final = 12_000  # of a county: ten voters in each of 1 200 groups


async def measure() -> Sequence[Figure]:
    """Return the best of several rounds, which is what the machine can do undisturbed."""
    said = [heard.text.partition(" ")[2] for heard in islice(petitions(county(1), at=MONDAY), 200)]
    outgoing, names = Filter(allowed=("青石镇", "0399-6000001")), Names(f"选民{number}" for number in range(NAMES))
    leaving = [register_texts.registered_in_group(number) for number in range(200)]
    recognising = min(repeat(lambda: [recognise(text) for text in said], number=1, repeat=10)) / len(said)
    looking = min(repeat(lambda: [outgoing.findings(text, names) for text in leaving], number=1, repeat=10)) / len(
        leaving
    )
    learning = min(repeat(lambda: names.add("选民"), number=1, repeat=10))
    return [
        Figure(what="recognising a message", measured=recognising * 1e6, unit="us", at_most=200),
        Figure(what="the recogniser's weights", measured=len(written(shipped())) / 1e6, unit="MB", at_most=1),
        Figure(what="looking over a text before it leaves", measured=looking * 1e6, unit="us"),
        Figure(what="learning one more name", measured=learning * 1e6, unit="us"),
    ]


if __name__ == "__main__":
    report(measure)
