"""Rows 49 and 50: what people send is fetched at once and kept, or marked as lost; the message is heard in any case."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientResponse

from bot.config.dingtalk import DingTalkSettings
from bot.media import folder as media_module
from bot.media.fetching import Fetcher
from bot.platforms.base import Rejected, Throttled, Unreachable
from bot.platforms.dingtalk.building import dingtalk
from bot.platforms.dingtalk.hearing.media import IncomingMedia, Locate
from bot.platforms.dingtalk.wire.told import Deposit, reference
from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Scope
from handlers.people.rules.roster import Place
from tests.bot.dingtalk.hearing.parts import ENTRY, GROUP, NAME, NOON, OTHER, VOTER, Parts
from tests.bot.test_pictures import JPEG, SECRET
from tests.simulators.dingtalk.persons import Quoted
from tests.simulators.dingtalk.quota import Spent
from tests.support.memory import MemoryStorage
from tests.support.township import TOWNSHIP
from tests.support.virtual_time import VirtualClock
from tests.support.webchat import Listener


async def kept(parts: Parts, attachment: Attachment) -> Path | None:
    """Return where an attachment is kept, once it was fetched."""
    await parts.media.folder.idle()
    return parts.media.folder.find(attachment.reference)


@pytest.mark.usefixtures("hears")
async def test_a_picture_is_kept_without_what_it_tells_of_its_maker(parts: Parts, ear: Listener) -> None:
    await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP, pictures=[JPEG])
    ((picture,),) = (one.attachments for one in ear.heard)
    path = await kept(parts, picture)
    assert path is not None
    assert path.suffix == ".jpg"
    assert SECRET not in path.read_bytes()
    assert parts.simulator.breaches == []


@pytest.mark.usefixtures("hears")
async def test_a_quoted_picture_is_kept(parts: Parts, ear: Listener) -> None:
    quoted = Quoted(by=OTHER, parts=["井盖丢了", JPEG])
    await parts.simulator.says(VOTER, f"@{NAME} 登记", chat=GROUP, quote=quoted)
    (heard,) = ear.heard
    assert heard.quote is not None
    assert await kept(parts, heard.quote.attachments[0]) is not None


@pytest.mark.usefixtures("hears")
async def test_a_file_is_kept_whatever_it_is_called(parts: Parts, ear: Listener) -> None:
    await parts.simulator.sends(VOTER, "file", b"PK content", fileName="../赵敏.DOCX")
    (heard,) = ear.heard
    (attachment,) = heard.attachments
    assert attachment.kind is AttachmentKind.FILE
    path = await kept(parts, attachment)
    assert path is not None
    assert path.read_bytes() == b"PK content"


@pytest.mark.usefixtures("hears")
async def test_what_was_recognised_of_a_voice_is_heard_as_words(parts: Parts, ear: Listener) -> None:
    await parts.simulator.sends(VOTER, "audio", b"#!AMR", duration=4000, recognition="路灯坏了")
    assert [(one.text, one.attachments) for one in ear.heard] == [("路灯坏了", ())]


@pytest.mark.usefixtures("hears")
@pytest.mark.parametrize(
    "fault",
    [
        "downloadCode expired",
        "HTTP 403",
        "200 MB",
        "a page instead of a file",
        "redirect to a private address",
    ],
)
async def test_a_picture_that_cannot_be_had_is_lost_and_its_message_is_not(
    parts: Parts, ear: Listener, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_module, "LARGEST", 2 * 1024 * 1024)
    parts.simulator.fault(fault)
    assert (await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP, pictures=[JPEG])).taken
    (heard,) = ear.heard
    assert heard.text == "路灯坏了"
    assert await kept(parts, heard.attachments[0]) is None
    assert parts.media.folder.is_lost(heard.attachments[0].reference)
    assert ear.missed == [heard.id]
    assert parts.simulator.world.faults.struck[fault] == 1
    assert parts.simulator.breaches == []


@pytest.mark.usefixtures("hears")
async def test_a_message_told_again_has_its_picture_fetched_once(parts: Parts, ear: Listener) -> None:
    parts.simulator.fault("brought late")
    await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP, pictures=[JPEG])
    ear.failures = 1
    await asyncio.sleep(500)
    (heard,) = ear.heard
    assert await kept(parts, heard.attachments[0]) is not None
    assert parts.simulator.world.quota.spent(Spent.API) == 1


@pytest.mark.usefixtures("hears")
async def test_what_was_erased_is_not_fetched_when_its_message_is_told_again(parts: Parts, ear: Listener) -> None:
    for row in (27, 28):
        parts.simulator.fault(row)
    await parts.simulator.says(VOTER, f"@{NAME} 路灯坏了", chat=GROUP, pictures=[JPEG])
    (picture,) = ear.heard[0].attachments
    assert await kept(parts, picture) is not None
    parts.media.folder.forget(ear.heard[0].id)
    await asyncio.sleep(500)
    assert len(ear.heard) > 1
    assert await kept(parts, picture) is None
    assert parts.simulator.world.quota.spent(Spent.API) == 1


# --- who is asked ---


class Asked(Fetcher):
    """Writes down who would be asked, and asks nobody."""

    def __init__(self) -> None:
        super().__init__(())
        self.addresses: list[str] = []

    @asynccontextmanager
    async def answer(self, address: str) -> AsyncIterator[ClientResponse]:
        self.addresses.append(address)
        async with super().answer(address) as answer:
            yield answer


async def asked_for(folder: Path, locate: Locate) -> list[str]:
    """Return which addresses are asked for a picture whose place *locate* tells."""
    asked = Asked()
    media = IncomingMedia(folder, asked, {ENTRY: locate})
    kept_as = reference("dingtalk:main:m1", 0)
    heard = Heard(
        id=MessageId("dingtalk:main:m1"),
        place=Place(platform="dingtalk", account=ENTRY, chat=VOTER),
        scope=Scope.DIRECT,
        sender=Account(platform="dingtalk", account=ENTRY, user=VOTER),
        sender_name=VOTER,
        sent_at=NOON,
        text="",
        attachments=(Attachment(kind=AttachmentKind.IMAGE, reference=kept_as),),
    )
    media.take(heard, (Deposit(reference=kept_as, code="DC1"),), Listener().miss)
    await media.folder.idle()
    media.take(heard, (Deposit(reference=kept_as, code="DC1"),), Listener().miss)  # told again
    await media.folder.idle()
    assert media.folder.is_lost(kept_as)
    await media.close()
    return asked.addresses


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://oss.aliyuncs.com/a%2Fb?Signature=x%2Fy%3D", "https://oss.aliyuncs.com/a%2Fb?Signature=x%2Fy%3D"),
        ("https://oss.aliyuncs.com/a%2Fb", "https://oss.aliyuncs.com/a%2Fb"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    ],
)
async def test_a_link_is_asked_over_tls_and_otherwise_as_it_is_written(
    tmp_path: Path, given: str, address: str
) -> None:
    async def locate(code: str) -> str:
        return given

    assert await asked_for(tmp_path, locate) == [address]


async def test_nobody_is_asked_where_the_link_is_none(tmp_path: Path) -> None:
    async def locate(code: str) -> str:
        return "http://[::1"

    assert await asked_for(tmp_path, locate) == []


@pytest.mark.parametrize("error", [Throttled("busy", timedelta(seconds=1)), Unreachable("http-503")])
async def test_a_link_that_is_not_to_be_had_now_is_asked_for_again(tmp_path: Path, error: Exception) -> None:
    failures = [error, error, error]

    async def locate(code: str) -> str:
        if failures:
            raise failures.pop()
        return f"https://oss.aliyuncs.com/{code}"

    assert await asked_for(tmp_path, locate) == ["https://oss.aliyuncs.com/DC1"]


async def test_a_link_that_is_refused_is_asked_for_once(tmp_path: Path) -> None:
    codes: list[str] = []

    async def locate(code: str) -> str:
        codes.append(code)
        raise Rejected("invalidParameter.robotCode.downloadCode")

    assert await asked_for(tmp_path, locate) == []
    assert codes == ["DC1"]


def cut_off(folder: Path) -> Path:
    """Return *folder* as a process leaves it that ended while it fetched something."""
    came_with = folder / "somebody" / "message"
    came_with.mkdir(parents=True)
    (came_with / "message").write_text("dingtalk:main:m1", "utf-8")
    (came_with / f"{reference('dingtalk:main:m1', 0)}.part").write_bytes(b"half of it")
    return folder


async def test_whoever_sent_what_an_end_cut_off_is_told_after_the_next_start(tmp_path: Path) -> None:
    ear = Listener()
    platform = dingtalk(
        DingTalkSettings(),
        roster=TOWNSHIP,
        storage=MemoryStorage(TOWNSHIP),
        clock=VirtualClock(NOON),
        folder=cut_off(tmp_path),
        jitter=Random(7),
    )
    await platform.start(ear)
    await asyncio.sleep(3600)
    await platform.stop()
    assert ear.missed == ["dingtalk:main:m1"]
