"""What each fault of the platform's own calls looks like to a bot: a proof for every shape."""

import xml.etree.ElementTree as ElementTree
from typing import Final

import pytest

from tests.simulators.counterparts import AES_KEY, AGENT, SOCKET_BOT, TOKEN, URL_BOT, Brought, Stage, UrlBot
from tests.simulators.fault_proofs import shows
from tests.simulators.wecom.cipher import Cipher, Unreadable
from tests.simulators.wecom.forgeries import is_refused

BOTH: Final = (URL_BOT, str(AGENT))


def bot_of(stage: Stage, to: str) -> UrlBot:
    """Return who is behind that URL."""
    return stage.bot if to == URL_BOT else stage.app


def envelope(one: Brought) -> tuple[str, str, str]:
    """Return what must differ between two deliveries: timestamp, nonce and ciphertext."""
    return one.params["timestamp"], one.params["nonce"], one.body.decode()


async def goes_on(stage: Stage, seconds: int, bot: UrlBot, count: int) -> None:
    """Let time pass second by second until so much was brought."""
    for _ in range(seconds):
        if len(bot.brought) < count:
            await stage.time.somebody_sleeps()
            await stage.time.passes(seconds=1)
            await stage.simulator.rests()
    await bot.have(count)


# --- how often and when ---


@shows("brought again")
async def _again(stage: Stage, name: str) -> None:
    for to in BOTH:
        bot = bot_of(stage, to)
        stage.simulator.fault(name)
        await stage.simulator.says("ZhaoMin", "您好", to=to)
        await goes_on(stage, 6, bot, 2)
        await stage.time.passes(seconds=10)
        await stage.simulator.rests()
        assert 2 <= len(bot.brought) <= 4
        first, second, *_ = bot.brought
        assert first.plain == second.plain
        assert (second.at - first.at).total_seconds() == 5
        assert not set(envelope(first)) & set(envelope(second))


@shows("brought again after a reconnect")
async def _again_after_a_reconnect(stage: Stage, name: str) -> None:
    client = await stage.subscribed()
    stage.simulator.fault(name)
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    first = await client.hear()
    await client.socket.close()
    again = await (await stage.subscribed()).hear()
    assert (first["body"], first["headers"] == again["headers"]) == (again["body"], False)


@shows("brought late")
async def _late(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    delivery = await stage.simulator.says("ZhaoMin", pictures=[b"\xff\xd8\xff a lamp"], to=URL_BOT)
    assert delivery.tries == []
    await stage.time.passes(minutes=6)
    assert stage.bot.brought == []
    await stage.time.passes(minutes=2)
    await stage.bot.have(1)
    stamp = int(stage.bot.brought[0].params["timestamp"])
    assert stage.time.now().timestamp() - stamp < 120
    async with stage.http.get(stage.bot.read[0]["image"]["url"]) as answer:
        assert answer.status == 403


@shows("out of order")
async def _out_of_order(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.simulator.says("ZhaoMin", "先说的", to=str(AGENT))
    await stage.time.passes(seconds=2)
    await stage.simulator.says("ZhaoMin", "后说的", to=str(AGENT))
    later, earlier = (ElementTree.fromstring(one.plain or "") for one in await stage.app.have(2))
    assert (later.findtext("Content"), earlier.findtext("Content")) == ("后说的", "先说的")
    assert int(later.findtext("CreateTime", "")) > int(earlier.findtext("CreateTime", ""))


@shows("two events in a second")
async def _two_events(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.send_card()
    await stage.simulator.presses("ZhaoMin", "yes")
    events = [ElementTree.fromstring(one.plain or "") for one in await stage.app.have(2)]
    assert {event.findtext("Event") for event in events} == {"enter_agent", "template_card_event"}
    assert len({(event.findtext("FromUserName"), event.findtext("CreateTime")) for event in events}) == 1


@shows("answer not awaited")
async def _not_awaited(stage: Stage, name: str) -> None:
    for to in BOTH:
        bot = bot_of(stage, to)
        stage.simulator.fault(name)
        delivery = await stage.simulator.says("ZhaoMin", "您好", to=to)
        assert delivery.tries == [None]
        await goes_on(stage, 5, bot, 2)
        await delivery.done()
        assert delivery.tries == [None, 200]
        assert [one.plain for one in bot.brought] == [bot.brought[0].plain] * 2


@shows("verification not awaited")
async def _verification_not_awaited(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    assert [await stage.simulator.verifies(to=URL_BOT) for _ in range(2)] == [False, True]


@shows("click not answered in time")
async def _click_lost(stage: Stage, name: str) -> None:
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    await client.hear()
    await client.ask("aibot_send_msg", {"chatid": "ZhaoMin", "chat_type": 1, **stage.card()})
    stage.simulator.fault(name)
    await stage.simulator.presses("ZhaoMin", "yes")
    req_id = (await client.hear())["headers"]["req_id"]
    await stage.time.passes(seconds=6)
    update = {"response_type": "update_template_card", **stage.card("已登记")}
    assert (await client.ask("aibot_respond_update_msg", update, req_id=req_id))["errcode"] == 846605
    assert (await client.ask("ping"))["errcode"] == 0


@shows("clock ahead", "clock behind")
async def _clock(stage: Stage, name: str) -> None:
    stage.bot.statuses = [403]
    stage.simulator.fault(name)
    delivery = await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    await goes_on(stage, 5, stage.bot, 2)
    await delivery.done()
    wrong, right = (int(one.params["timestamp"]) - int(one.at.timestamp()) for one in stage.bot.brought)
    assert (wrong, right) == (601 if name == "clock ahead" else -601, 0)


# --- what is strange ---


@shows("opaque userid", "enter_chat without chattype", "unknown msgtype", "unknown eventtype")
async def _stranger(stage: Stage, name: str) -> None:
    for to in BOTH:
        bot = bot_of(stage, to)
        stage.simulator.fault(name)
        await stage.simulator.says("ZhaoMin", "您好", to=to)
        await bot.have(2)
    by_words = {"text" in one: one for one in stage.bot.read}
    match name:
        case "opaque userid":
            assert any(one["from"]["userid"].startswith("wo") for one in stage.bot.read)
        case "enter_chat without chattype":
            assert by_words[False]["event"] == {"eventtype": "enter_chat"}
            assert "chattype" not in by_words[False]
        case "unknown msgtype":
            assert by_words[False]["msgtype"] == "hologram"
        case _:
            assert by_words[False]["event"]["eventtype"] == "moved"


@shows("unknown quote", "extra members")
async def _stranger_inside(stage: Stage, name: str) -> None:
    for to in BOTH:
        stage.simulator.fault(name)
        await stage.simulator.says("ZhaoMin", "您好", to=to)
    (message,) = stage.bot.read
    assert message["text"] == {"content": "您好"}
    assert message.get("quote", {}).get("msgtype") == "hologram" or "x_new" in message


# --- what no platform would send ---


@shows("bad signature", "parameter missing", "bad Base64", "cut-off ciphertext", "pad 0", "pad above 32", "pad unequal",
       "length too large", "length too small", "foreign receiver")  # fmt: skip
async def _not_opened(stage: Stage, name: str) -> None:
    for to in BOTH:
        bot, cipher = bot_of(stage, to), Cipher(TOKEN, AES_KEY, "" if to == URL_BOT else "wwTownship", stage.random)
        bot.reply = lambda _: b"taken"
        await stage.simulator.attack(name, "ZhaoMin", "您好", to=to)
        (forged,) = bot.brought
        sealed = stage.sealed(forged)
        params = forged.params
        signed = (
            "nonce" in params and cipher.sign(params["timestamp"], params["nonce"], sealed) == params["msg_signature"]
        )
        assert signed is (name not in ("bad signature", "parameter missing"))
        if signed:
            with pytest.raises(Unreadable):
                cipher.open(sealed)
        else:
            assert cipher.open(sealed)


@shows("not UTF-8", "inside not JSON or XML", "20000 levels inside", "entities inside")
async def _opened_but_unusable(stage: Stage, name: str) -> None:
    for to in BOTH:
        bot, cipher = bot_of(stage, to), Cipher(TOKEN, AES_KEY, "" if to == URL_BOT else "wwTownship", stage.random)
        await stage.simulator.attack(name, "ZhaoMin", "您好", to=to)
        inside = cipher.open(stage.sealed(bot.brought[0]))
        match name:
            case "not UTF-8":
                with pytest.raises(UnicodeDecodeError):
                    inside.decode()
            case "20000 levels inside":
                assert max(inside.count(b'{"a":'), inside.count(b"<a>")) == 20_000
            case "entities inside":
                assert b"<!ENTITY" in inside
            case _:
                assert inside == b"hello"


@shows("outside not JSON or XML", "20000 levels outside", "entities outside", "two Encrypt", "above 1 MiB")
async def _unusable_outside(stage: Stage, name: str) -> None:
    for to in BOTH if name != "two Encrypt" else BOTH[1:]:
        bot = bot_of(stage, to)
        attack = await stage.simulator.attack(name, "ZhaoMin", "您好", to=to)
        match name:
            case "outside not JSON or XML":
                assert bot.brought[0].plain is None
            case "20000 levels outside":
                assert max(bot.brought[0].body.count(b'{"a":'), bot.brought[0].body.count(b"<a>")) == 20_000
            case "entities outside":
                assert b"<!ENTITY" in bot.brought[0].body
            case "two Encrypt":
                assert bot.brought[0].body.count(b"<Encrypt>") == 2
            case _:
                assert (attack.status, bot.brought) == (413, [])
                assert is_refused(attack)


@shows("replayed at once", "timestamp and nonce exchanged", "a digit shifted", "replayed after 2 h")
async def _replayed(stage: Stage, name: str) -> None:
    for to in BOTH:
        bot = bot_of(stage, to)
        stage.simulator.fault(name)
        await stage.simulator.says("ZhaoMin", "您好", to=to)
        await stage.time.passes(hours=2)
        first, second = await bot.have(2)
        assert (first.plain, first.body) == (second.plain, second.body)
        assert (first.params == second.params) is (name in ("replayed at once", "replayed after 2 h"))
        assert (second.at - first.at).total_seconds() == (7200 if name == "replayed after 2 h" else 0)
