"""What stands in the file in clear: never who a voter is, nor how to reach one."""

from pathlib import Path

from handlers.message import Account
from handlers.people.rules.roster import PersonId
from handlers.ports import Duty, Entered
from storage.connect import connect
from tests.support.group import Group
from tests.support.story import LAMP, MONDAY
from tests.support.township import BOUND, STATION, TOWNSHIP

KEY = bytes(range(32))
VOTER = "欧阳慕华"


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_no_name_account_or_telephone_of_a_voter_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    storage = await connect(f"tinydb:{path}", roster=TOWNSHIP, key=KEY, bound=BOUND)
    group = Group(storage, now=MONDAY)
    await group.says(VOTER, f"/诉求 {LAMP}")
    await group.tells(VOTER, "1")
    await group.tells("林晓", "1")
    assert any(VOTER in text for text in group.told("张明远"))
    async with storage.begin() as work:
        person = (await work.petitions.with_tail(STATION.id, 1))[0].voter
        assert person is not None
        await work.voters.set_phone(person, "13812345678")
    await group.tells(VOTER, "人工")
    assert any("13812345678" in text for text in group.told("林晓"))
    await storage.close()
    kept = everything_in(tmp_path)
    assert VOTER.encode() not in kept
    assert b"13812345678" not in kept


async def test_no_account_of_whoever_has_lists_of_his_own_stands_in_the_file(tmp_path: Path) -> None:
    storage = await connect(f"tinydb:{tmp_path / 'station.db'}", roster=TOWNSHIP, key=KEY, bound=BOUND)
    duty = Duty(key="petition/qs-2026-1", person=PersonId("zhang"), text="尾号 1", ends=None)
    account = Account(platform="dingtalk", account="main", user="the-user-id")
    async with storage.begin() as work:
        await work.duties.save(Entered(duty=duty, account=account, owner="the-union-id", token="once"))
    await storage.close()
    kept = everything_in(tmp_path)
    assert b"petition/qs-2026-1" in kept
    assert b"the-user-id" not in kept
    assert b"the-union-id" not in kept
