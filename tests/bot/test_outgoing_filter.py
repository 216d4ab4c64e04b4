"""The last step before anything leaves: what points to a person goes into no group and no digest."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import texts
from handlers.intake.texts import emergency, perhaps_emergency
from handlers.message import Account
from handlers.ports import Delivery, Storage, Withheld
from storage.embedded.store import EmbeddedStorage
from tests.support.memory import MemoryStorage
from tests.support.post_office import DEPUTY, GROUP, PostOffice
from tests.support.records import NOON
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION, TOWNSHIP

PERSONAL = [
    "请打13812345678找他",
    "请打 138 1234 5678 找他",
    "请打138-1234-5678找他",
    "请打１３８１２３４５６７８找他",
    "请打+86 13812345678找他",
    "身份证11010519491231002X",
    "身份证号 110105 19491231 002X",
    "卡号6222021234567890128",
    "发到 zhaomin@example.com",
    "反映人赵敏",
    "赵敏反映路灯不亮",
]

HARMLESS = [
    f"有事打 {STATION.phone}",
    "有事打0399 6000001",
    "张明远代表3月20日（周五）上午9点接待",
    "急事打110、119、120，市民热线12345",
    "收到，已登记，尾号 12。进展我单独告诉您。",
    "李村小学门口路灯不亮三天了",
    "编号 QS2026-0012，2026年3月20日前答复",
]


@pytest.fixture
async def office() -> PostOffice:
    office = PostOffice(public_phones=["0399-6123456"])
    async with office.storage.begin() as work:
        await work.voters.recognise(Account(platform=PLATFORM, account=ROBOT, user="zm"), name="赵敏", on=NOON.date())
    return office


@pytest.mark.parametrize("text", PERSONAL)
async def test_what_points_to_a_person_is_said_in_no_group(office: PostOffice, text: str) -> None:
    await office.queue(text)
    assert await office.sends() == [texts.WITHHELD]
    assert await office.state(text) == (Delivery.GIVEN_UP, Withheld.FILTERED)


@pytest.mark.parametrize("text", PERSONAL)
async def test_what_points_to_a_person_stands_in_no_digest(office: PostOffice, text: str) -> None:
    await office.queue(text, to=DEPUTY, digest=True)
    assert await office.sends() == [texts.WITHHELD]


@pytest.mark.parametrize("text", PERSONAL)
async def test_one_to_one_a_person_may_be_named(office: PostOffice, text: str) -> None:
    await office.queue(text, to=DEPUTY)
    assert await office.sends() == [text]


@pytest.mark.parametrize("text", HARMLESS)
async def test_what_is_public_may_be_said_in_a_group(office: PostOffice, text: str) -> None:
    await office.queue(text)
    assert await office.sends() == [text]


async def test_a_telephone_the_installation_publishes_may_be_said(office: PostOffice) -> None:
    await office.queue("家里电话是0399-6123456")
    assert await office.sends() == ["家里电话是0399-6123456"]


@pytest.fixture(params=["memory", "embedded"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    if request.param == "memory":
        yield MemoryStorage(TOWNSHIP, bound=BOUND)
        return
    embedded = EmbeddedStorage(tmp_path / "station.db", roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    yield embedded
    await embedded.close()


async def test_a_name_that_becomes_known_later_is_looked_for_from_then_on(storage: Storage) -> None:
    office = PostOffice(storage=storage)
    for name in ("孙伟", "李萍"):
        await office.queue(f"{name}反映的事")
        assert await office.sends() == [f"{name}反映的事"]
        async with office.storage.begin() as work:
            await work.voters.recognise(Account(platform=PLATFORM, account=ROBOT, user=name), name=name, on=NOON.date())
        await office.queue(f"{name}反映的事又来了")
        await office.sends()
        assert await office.state(f"{name}反映的事又来了") == (Delivery.GIVEN_UP, Withheld.FILTERED)


async def test_the_name_of_somebody_forgotten_is_looked_for_no_more(storage: Storage) -> None:
    office = PostOffice(storage=storage)
    async with office.storage.begin() as work:
        person = await work.voters.recognise(
            Account(platform=PLATFORM, account=ROBOT, user="zm"), name="赵敏", on=NOON.date()
        )
        await work.voters.recognise(Account(platform=PLATFORM, account=ROBOT, user="sw"), name="孙伟", on=NOON.date())
    await office.queue("赵敏反映的事")
    await office.sends()
    async with office.storage.begin() as work:
        await work.voters.erase(person)
    await office.queue("赵敏反映的事又来了")
    await office.queue("孙伟反映的事")
    assert "赵敏反映的事又来了" in await office.sends()
    assert await office.state("孙伟反映的事") == (Delivery.GIVEN_UP, Withheld.FILTERED)


async def test_a_deputy_is_named_even_where_a_voter_has_the_same_name(office: PostOffice) -> None:
    async with office.storage.begin() as work:
        await work.voters.recognise(
            Account(platform=PLATFORM, account=ROBOT, user="zmy"), name="张明远", on=NOON.date()
        )
    await office.queue("张明远代表明天接待")
    assert await office.sends() == ["张明远代表明天接待"]


async def test_what_was_blocked_is_on_the_trail_without_its_words(office: PostOffice) -> None:
    await office.queue("请打13812345678找赵敏", key="digest/1")
    await office.sends()
    async with office.storage.begin() as work:
        (line,) = await work.audit.of("digest/1")
    assert line.event == "blocked"
    assert "13812345678" not in repr(line)
    assert "赵敏" not in repr(line)


async def test_what_is_blocked_holds_up_nothing_behind_it(office: PostOffice) -> None:
    await office.queue("请打13812345678", to=GROUP)
    await office.queue("收到", to=GROUP)
    assert await office.sends() == ["收到", texts.WITHHELD]


@pytest.mark.parametrize(
    "nickname", ["收到", "已登记", "尾号 1", "情况紧急", "打电话", "小助手", "120", "12", "3月", "周五", "单独告诉"]
)
@pytest.mark.parametrize(
    "text",
    [
        "收到，已登记，尾号 12。进展我单独告诉您。",
        emergency(STATION.phone),
        perhaps_emergency(STATION.phone),
        "请这位乡亲加我，或打 0399-6000001，我单独告诉您。",
        "明天（3月20日）上午9点，代表在李村村委会等您。带上照片更清楚。电话 0399-6000001。",
        "接待日：\n3月20日（周五）上午9点到11点半，李村村委会，张明远",
    ],
)
async def test_nobody_silences_the_bot_by_what_his_account_is_called(nickname: str, text: str) -> None:
    office = PostOffice()
    async with office.storage.begin() as work:
        await work.voters.recognise(Account(platform=PLATFORM, account=ROBOT, user="zm"), name=nickname, on=NOON.date())
    await office.queue(text)
    assert await office.sends() == [text]


async def test_an_account_called_like_the_bots_own_words_is_still_a_name_elsewhere(office: PostOffice) -> None:
    await office.queue("收到，已登记，尾号 12。反映人赵敏")
    assert await office.sends() == [texts.WITHHELD]
