"""A prefecture city of invented names."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from handlers.people.rules.roster import PersonId, Roster
from handlers.ports import Storage
from storage.connect import connect
from tests.bench.county import KEY, bound, county

STATIONS: Final = 752  # domain 10.2, as all that follows
GROUPS: Final = 15_500
VOTERS: Final = 100_000  # who have spoken
A_DAY: Final = 1000  # petitions

SURNAMES: Final = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文辉玲红梅建国志慧颖琳倩璐妍萱彤欣怡佳瑶钰涵诗琪梦婷雪晴岚宁悦雅雯凡"


def prefecture() -> Roster:
    """Return its stations with their groups, as many more as make it the same number for each station."""
    return county(STATIONS, -(-GROUPS // STATIONS))


async def opened(url: str, roster: Roster) -> Storage:
    """Return the store in the database at *url*."""
    return await connect(url, roster=roster, key=KEY, bound=bound(roster))


def names() -> Iterator[str]:
    """Yield names, each another one."""
    return ("".join(parts) for parts in product(GIVEN, SURNAMES, GIVEN))


def person(number: int) -> PersonId:
    """Return the voter of that number."""
    return PersonId(f"p_{number:016}")
