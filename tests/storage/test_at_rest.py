"""What stands in the file in clear: never who a voter is, nor how to reach one."""

from pathlib import Path

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
