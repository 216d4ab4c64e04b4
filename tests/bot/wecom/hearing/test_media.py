"""What people send: fetched at once, opened strictly, kept without what it tells of its maker; or marked as lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis.strategies import binary, integers

from bot.config.wecom import WeComSettings
from bot.media import folder as folder_module
from bot.media.fetching import Fetcher, Lost, PublicOnly
from bot.media.folder import Garbled, MediaFolder
from bot.platforms.wecom.building import wecom
from bot.platforms.wecom.media import IncomingMedia
from bot.platforms.wecom.opening import SealedFile
from bot.platforms.wecom.told import Deposit, Link, reference
from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Scope
from handlers.people.rules.roster import Place, Roster
from storage.alone import Alone
from tests.bot.test_pictures import JPEG, SECRET
from tests.bot.wecom.hearing.parts import NOON, VOTER, Parts, connected
from tests.simulators.wecom.cipher import seal_media
from tests.support.virtual_time import VirtualClock
from tests.support.webchat import Listener

KEY: Final = bytes(range(32))
PLACE: Final = Place(platform="wecom", account="main", chat=VOTER)
SENDER: Final = Account(platform="wecom", account="main", user=VOTER)


def a_message(*kinds: AttachmentKind, id: str = "wecom:main:m1", sender: Account = SENDER) -> Heard:
    """Return a message with attachments of those kinds."""
    attachments = tuple(Attachment(kind=kind, reference=reference(id, n)) for n, kind in enumerate(kinds))
    return Heard(
        id=MessageId(id),
        place=PLACE,
        scope=Scope.DIRECT,
        sender=sender,
        sender_name="",
        sent_at=NOON,
        text="",
        attachments=attachments,
    )


@asynccontextmanager
async def a_store_of_media(
    answers: dict[str, web.Response], folder: Path, *hosts: str
) -> AsyncIterator[tuple[IncomingMedia, str]]:
    """Have a host give those answers by path; it is one of *hosts* where none are named."""
    app = web.Application()

    def page(answer: web.Response) -> web.Response:
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)

    for path, answer in answers.items():

        async def give(request: web.Request, answer: web.Response = answer) -> web.Response:
            return page(answer)

        app.router.add_get(path, give)
    async with TestServer(app) as server:
        url = str(server.make_url("")).rstrip("/")
        media = IncomingMedia(folder, Fetcher(hosts or (url,)), {})
        yield media, url
        await media.close()


async def fetched(media: IncomingMedia, url: str, *, kind: AttachmentKind = AttachmentKind.FILE) -> Path | None:
    """Return where the bytes at *url* are kept."""
    heard = a_message(kind)
    (attachment,) = heard.attachments
    media.take(heard, (Link(reference=attachment.reference, url=url, key=KEY),), Listener().miss)
    await media.folder.idle()
    return media.folder.find(attachment.reference)


async def cut_off(folder: Path) -> Attachment:
    """Return what a process was fetching when it ended."""
    heard = a_message(AttachmentKind.VOICE)
    (attachment,) = heard.attachments
    async with a_store_of_media({}, folder) as (media, url):
        media.take(heard, (Link(reference=attachment.reference, url=f"{url}/slow", key=KEY),), Listener().miss)
    return attachment


def arrived(folder: Path) -> Path:
    """Have what another process is fetching arrive; return where it is kept."""
    (part,) = folder.glob("*/*/*.part")
    return part.rename(part.with_suffix(".amr"))


# --- through the platform ---


async def test_a_picture_is_kept_without_what_it_tells_of_its_maker(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        await parts.simulator.says(VOTER, "路灯坏了", pictures=[JPEG])
        await asyncio.sleep(1)
        await parts.media.folder.idle()
    ((picture,),) = (one.attachments for one in ear.heard)
    kept = parts.media.folder.find(picture.reference)
    assert kept is not None
    assert kept.suffix == ".jpg"
    assert SECRET not in kept.read_bytes()


async def test_a_quoted_picture_is_kept(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        await parts.simulator.says(VOTER, "登记", quote=["井盖丢了", JPEG])
        await asyncio.sleep(1)
        await parts.media.folder.idle()
    (heard,) = ear.heard
    assert heard.quote is not None
    assert parts.media.folder.find(heard.quote.attachments[0].reference) is not None


@pytest.mark.parametrize("fault", ["HTTP 403", "HTTP 404", "page with 200", "wrong key", "body cut off"])
async def test_a_picture_that_cannot_be_had_is_lost_and_its_message_is_not(parts: Parts, fault: str) -> None:
    ear = Listener()
    async with connected(parts, ear):
        parts.simulator.fault(fault)
        await parts.simulator.says(VOTER, "路灯坏了", pictures=[JPEG])
        await asyncio.sleep(1)
        await parts.media.folder.idle()
    (heard,) = ear.heard
    assert heard.text == "路灯坏了"
    assert parts.media.folder.find(heard.attachments[0].reference) is None
    assert parts.media.folder.is_lost(heard.attachments[0].reference)
    assert ear.missed == [heard.id]


async def test_what_was_erased_is_not_fetched_when_its_message_is_told_again(parts: Parts) -> None:
    ear = Listener()
    async with connected(parts, ear):
        parts.simulator.fault("brought again")
        await parts.simulator.says(VOTER, "路灯坏了", pictures=[JPEG])
        await asyncio.sleep(1)
        await parts.media.folder.idle()
        (picture,) = ear.heard[0].attachments
        assert parts.media.folder.find(picture.reference) is not None
        parts.media.folder.forget(ear.heard[0].id)
        await asyncio.sleep(60)
        await parts.media.folder.idle()
    assert len(ear.heard) > 1
    assert parts.media.folder.find(picture.reference) is None


# --- who is asked ---


async def test_a_stranger_is_never_asked(tmp_path: Path) -> None:
    sealed = web.Response(body=seal_media(b"content", KEY))
    async with a_store_of_media({"/file": sealed}, tmp_path, "*.qq.com") as (media, url):
        assert await fetched(media, f"{url}/file") is None


async def test_whoever_moves_stays_among_those_that_may_be_asked(tmp_path: Path) -> None:
    answers = {
        "/here": web.Response(status=302, headers={"Location": "/there"}),
        "/there": web.Response(body=seal_media(b"content", KEY)),
        "/away": web.Response(status=302, headers={"Location": "http://127.0.0.2:1/there"}),
        "/round": web.Response(status=302, headers={"Location": "/round"}),
    }
    async with a_store_of_media(answers, tmp_path) as (media, url):
        kept = await fetched(media, f"{url}/here")
        assert kept is not None
        assert kept.read_bytes() == b"content"
    for number, path in enumerate(("/away", "/round")):
        async with a_store_of_media(answers, tmp_path / str(number)) as (media, url):
            assert await fetched(media, f"{url}{path}") is None


@pytest.mark.parametrize(
    "address",
    [
        "http://media.qq.com/a",  # not sealed on its way
        "https://media.qq.com:8443/a",
        "https://qq.com.example.cn/a",
        "https://example.cn/a?.qq.com",
        "https://evil@127.0.0.1/a.qq.com",
        "https://10.0.0.1/a",
        "file:///etc/passwd",
        "/a",
        "https://[::1",
        "",
    ],
)
async def test_an_address_outside_the_settings_is_refused(address: str) -> None:
    fetcher = Fetcher(("*.qq.com", "*.myqcloud.com"))
    with pytest.raises(Lost):
        async with fetcher.answer(address):
            pass
    await fetcher.close()


async def test_a_name_that_leads_into_the_own_network_leads_nowhere() -> None:
    with pytest.raises(OSError, match="open internet"):
        await PublicOnly().resolve("localhost", 443)


# --- what is kept ---


async def test_a_name_that_is_not_written_as_it_should_be_is_none_and_nobody_is_warned_of_it(tmp_path: Path) -> None:
    named = {"Content-Disposition": "attachment; filename*=UTF-8''../../a.docx"}
    answer = web.Response(body=seal_media(b"content", KEY), headers=named)
    async with a_store_of_media({"/file": answer}, tmp_path) as (media, url):
        kept = await fetched(media, f"{url}/file")
    assert kept is not None
    assert kept.suffix == ".bin"


async def test_a_file_keeps_its_kind_and_not_its_name(tmp_path: Path) -> None:
    named = {"Content-Disposition": "attachment; filename*=UTF-8''..%2F%E8%B5%B5%E6%95%8F.DOCX"}
    async with a_store_of_media({"/file": web.Response(body=seal_media(b"content", KEY), headers=named)}, tmp_path) as (
        media,
        url,
    ):
        kept = await fetched(media, f"{url}/file")
    assert kept is not None
    assert kept.suffix == ".docx"
    assert kept.parent.parent.parent == tmp_path


async def test_a_picture_sent_as_a_file_tells_nothing_of_its_maker_either(tmp_path: Path) -> None:
    async with a_store_of_media({"/file": web.Response(body=seal_media(JPEG, KEY))}, tmp_path) as (media, url):
        kept = await fetched(media, f"{url}/file")
    assert kept is not None
    assert SECRET not in kept.read_bytes()


async def test_what_is_said_to_be_a_picture_and_is_none_is_lost(tmp_path: Path) -> None:
    async with a_store_of_media({"/file": web.Response(body=seal_media(b"content", KEY))}, tmp_path) as (media, url):
        assert await fetched(media, f"{url}/file", kind=AttachmentKind.IMAGE) is None


async def test_what_comes_without_a_key_is_lost(tmp_path: Path) -> None:
    ear = Listener()
    heard = a_message(AttachmentKind.FILE)
    (attachment,) = heard.attachments
    async with a_store_of_media({"/file": web.Response(body=b"sealed")}, tmp_path) as (media, url):
        media.take(heard, (Link(reference=attachment.reference, url=f"{url}/file"),), ear.miss)
        await media.folder.idle()
        assert ear.missed == [heard.id]
        assert media.folder.is_lost(attachment.reference)


async def test_what_is_too_large_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "LARGEST", 100)
    async with a_store_of_media({"/file": web.Response(body=seal_media(bytes(101), KEY))}, tmp_path) as (media, url):
        assert await fetched(media, f"{url}/file") is None


async def test_whoever_sent_what_an_end_cut_off_is_told_after_the_next_start(tmp_path: Path) -> None:
    attachment = await cut_off(tmp_path)
    ear = Listener()
    again = MediaFolder(tmp_path)
    again.start(ear.miss)
    await again.idle()
    assert ear.missed == ["wecom:main:m1"]
    assert again.is_lost(attachment.reference)


async def test_the_platforms_start_has_it_told(tmp_path: Path) -> None:
    await cut_off(tmp_path)
    ear = Listener()
    settings, lease, jitter = WeComSettings(), Alone(), Random(7)
    platform = wecom(settings, roster=Roster([]), clock=VirtualClock(NOON), folder=tmp_path, lease=lease, jitter=jitter)
    await platform.start(ear)
    await asyncio.sleep(3600)
    await platform.stop()
    assert ear.missed == ["wecom:main:m1"]


async def test_what_another_process_is_fetching_is_left_to_it(tmp_path: Path) -> None:
    attachment = await cut_off(tmp_path)
    ear = Listener()
    second = MediaFolder(tmp_path)
    second.start(ear.miss)
    await asyncio.sleep(1)
    assert not second.is_lost(attachment.reference)
    kept = arrived(tmp_path)
    await second.idle()
    assert ear.missed == []
    assert second.find(attachment.reference) == kept


async def test_what_was_erased_after_it_was_cut_off_is_not_told(tmp_path: Path) -> None:
    await cut_off(tmp_path)
    ear = Listener()
    again = MediaFolder(tmp_path)
    again.start(ear.miss)
    again.forget("wecom:main:m1")
    await again.idle()
    assert ear.missed == []


async def test_what_another_process_fetched_is_found(tmp_path: Path) -> None:
    first, second = MediaFolder(tmp_path), MediaFolder(tmp_path)
    async with a_store_of_media({"/file": web.Response(body=seal_media(b"content", KEY))}, tmp_path) as (media, url):
        kept = await fetched(media, f"{url}/file")
    assert kept is not None
    assert first.find(kept.stem) is None
    assert second.look_for(kept.stem) == second.find(kept.stem) == kept


async def test_what_was_kept_is_found_after_the_next_start(tmp_path: Path) -> None:
    async with a_store_of_media({"/file": web.Response(body=seal_media(b"content", KEY))}, tmp_path) as (media, url):
        kept = await fetched(media, f"{url}/file")
    assert kept is not None
    assert MediaFolder(tmp_path).find(kept.stem) == kept


async def test_what_people_sent_is_not_looked_through_for_one_attachment(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path)
    another = tmp_path / "another" / "message"
    another.mkdir(parents=True)
    (another / "wecom:picture.jpg").touch()
    assert media.find("wecom:picture") is None


async def test_what_was_erased_is_gone(tmp_path: Path) -> None:
    async with a_store_of_media({"/file": web.Response(body=seal_media(b"content", KEY))}, tmp_path) as (media, url):
        kept = await fetched(media, f"{url}/file")
        assert kept is not None
        media.folder.forget("wecom:main:another")
        media.folder.forget_account(Account(platform="wecom", account="main", user="another"))
        media.folder.forget_before(NOON - timedelta(days=10_000))
        assert kept.exists()
        media.folder.forget("wecom:main:m1")
        assert not kept.exists()
        for forget in (
            partial(media.folder.forget_account, SENDER),
            partial(media.folder.forget_before, NOON + timedelta(days=10_000)),
        ):
            kept = await fetched(media, f"{url}/file")
            assert kept is not None
            forget()
            assert not kept.exists()


async def test_what_lies_with_the_platform_is_asked_for_in_the_name_of_its_app(tmp_path: Path) -> None:
    asked: list[str] = []
    answer = web.Response(body=b"#!AMR voice", headers={"Content-Disposition": 'attachment; filename="a.amr"'})
    async with a_store_of_media({"/get": answer}, tmp_path) as (_, url):
        fetcher = Fetcher((url,))

        def withdraw(media_id: str) -> AbstractAsyncContextManager[ClientResponse]:
            asked.append(media_id)
            return fetcher.answer(f"{url}/get")

        media = IncomingMedia(tmp_path, fetcher, {"office": withdraw})
        sender = Account(platform="wecom", account="office", user=VOTER)
        heard = a_message(AttachmentKind.VOICE, sender=sender)
        (attachment,) = heard.attachments
        media.take(heard, (Deposit(reference=attachment.reference, media_id="M1"),), Listener().miss)
        await media.folder.idle()
        kept = media.folder.find(attachment.reference)
        await media.close()
    assert asked == ["M1"]
    assert kept is not None
    assert (kept.suffix, kept.read_bytes()) == (".amr", b"#!AMR voice")


# --- opening ---


@given(content=binary(max_size=200), size=integers(1, 64))
def test_what_was_sealed_is_opened_however_it_comes_in_pieces(content: bytes, size: int) -> None:
    sealed = seal_media(content, KEY)
    opening = SealedFile(KEY)
    pieces = [opening.feed(sealed[at : at + size]) for at in range(0, len(sealed), size)]
    assert b"".join((*pieces, opening.finish())) == content


@given(content=binary(max_size=200), cut=integers(1, 31))
def test_what_was_cut_off_is_not_opened(content: bytes, cut: int) -> None:
    opening = SealedFile(KEY)
    opening.feed(seal_media(content, KEY)[:-cut])
    with pytest.raises(Garbled):
        opening.finish()


def test_nothing_at_all_is_not_opened() -> None:
    with pytest.raises(Garbled):
        SealedFile(KEY).finish()
