"""A matter as far as a test needs it: each chapter plays what came before, then clears what was heard and told."""

from collections.abc import Sequence
from datetime import date, time
from typing import Final

from handlers.dates.china_time import moment
from handlers.jobs import JOBS
from handlers.people.rules.roster import Place
from handlers.timed import Job
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, PLATFORM, ROBOT, TOWNSHIP

MONDAY: Final = moment(date(2026, 3, 16), time(9))
LAMP: Final = "李村小学门口路灯不亮三天了"


def a_group(jobs: Sequence[Job] = JOBS) -> Group:
    """Return the group of Li village on a Monday morning, with nothing said yet."""
    return Group(a_storage(TOWNSHIP, bound=BOUND), now=MONDAY, jobs=jobs)


def private_talk(name: str) -> Place:
    """Return where somebody is spoken to in private."""
    return Place(platform=PLATFORM, account=ROBOT, chat=name)


async def day_begun(group: Group) -> None:
    """What the calendar has to say this morning is said."""
    await group.waits(seconds=0)
    group.forgets()


async def registered(group: Group) -> None:
    """A voter has registered a matter and agreed to be named."""
    await group.says("赵敏", f"/诉求 {LAMP}")
    await group.tells("赵敏", "1")
    group.forgets()


async def assigned(group: Group) -> None:
    """Staff have given it to the deputy of the village."""
    await registered(group)
    await group.tells("林晓", "1")
    group.forgets()


async def taken_up(group: Group) -> None:
    """The deputy has taken it up."""
    await assigned(group)
    await group.tells("张明远", "1")
    group.forgets()


async def signed(group: Group) -> None:
    """The deputy has signed the form."""
    await taken_up(group)
    await group.tells("张明远", "签 1")
    group.forgets()


async def handed_over(group: Group) -> None:
    """The presidium has handed it to a unit."""
    await signed(group)
    await group.tells("秦书敏", "交办 1 供电所")
    group.forgets()


async def replied(group: Group) -> None:
    """The unit has answered, and the deputy was asked to bring the answer."""
    await handed_over(group)
    await group.tells("林晓", "回复 1 A 三盏灯都换好了")
    group.forgets()


async def surveyed(group: Group) -> None:
    """The voter has been told the answer and asked to rate it."""
    await replied(group)
    await group.tells("张明远", "2")
    group.forgets()


async def lifted(group: Group) -> None:
    """The deputy has made a suggestion of it, with a proposal of his own."""
    await taken_up(group)
    await group.tells("张明远", "转建议 1 加装两盏太阳能路灯")
    await group.tells("张明远", "1")
    group.forgets()


async def submitted(group: Group) -> None:
    """The deputy has signed the suggestion."""
    await lifted(group)
    await group.tells("张明远", "签 1")
    group.forgets()


async def checked(group: Group) -> None:
    """The presidium has found every point in order."""
    await submitted(group)
    for _ in range(7):
        await group.tells("秦书敏", "1")
    group.forgets()
