"""What no platform would send: forged, broken and repeated requests (rows 35 and 36 of the fault table)."""

import base64
from dataclasses import dataclass, replace
from typing import Final

from tests.simulators.wecom.callback_url import CallbackUrl, Request
from tests.simulators.wecom.cipher import BLOCK, HEAD, encrypt
from tests.simulators.wecom.fault_table import FAULTS

DEEP: Final = 20_000
MEGABYTE: Final = 1024 * 1024
TWO_HOURS: Final = 7200
REPLAYS: Final = {fault.name for fault in FAULTS if fault.row == 36}
ENTITIES: Final = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml>%s<Content>&b;</Content></xml>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A forged request and how it was answered."""

    name: str
    status: int
    body: bytes


class Forger:
    """Attacks one URL, knowing its secrets."""

    def __init__(self, url: CallbackUrl) -> None:
        self._url = url
        self.attacks: list[Attack] = []

    async def attack(self, name: str, plain: bytes) -> None:
        """Send the forgery of that name, made of *plain* or of the last genuine request; its answer is in `attacks`."""
        if name == "replayed after 2 h":
            self._url.world.later(self._after_two_hours(self._last()))
        else:
            await self._send(name, self._forged(name, plain))

    async def _after_two_hours(self, request: Request) -> None:
        await self._url.world.sleep(TWO_HOURS)
        await self._send("replayed after 2 h", request)

    async def _send(self, name: str, request: Request) -> None:
        status, body = await self._url.send(request)
        self.attacks.append(Attack(name=name, status=status, body=body))

    def _last(self) -> Request:
        if self._url.last is None:
            raise LookupError("nothing was sent that could be replayed")
        return self._url.last

    def _forged(self, name: str, plain: bytes) -> Request:
        match name:
            case "replayed at once":
                return self._last()
            case "timestamp and nonce exchanged":
                return self._with(timestamp=self._last().params["nonce"], nonce=self._last().params["timestamp"])
            case "a digit shifted":
                timestamp, nonce = self._last().params["timestamp"], self._last().params["nonce"]
                return self._with(timestamp=timestamp + nonce[0], nonce=nonce[1:])
        url = self._url
        genuine = url.request(url.cipher.seal(plain))
        match name:
            case "bad signature":
                return replace(genuine, params={**genuine.params, "msg_signature": "0" * 40})
            case "parameter missing":
                return replace(genuine, params={"timestamp": genuine.params["timestamp"]})
            case "outside not JSON or XML":
                return replace(genuine, body=b"{<hello")
            case "20000 levels outside":
                return replace(genuine, body=_deepened(genuine.body))
            case "entities outside":
                return replace(genuine, body=ENTITIES % genuine.body)
            case "two Encrypt":
                return replace(genuine, body=genuine.body.replace(b"</xml>", b"<Encrypt>AAAA</Encrypt></xml>"))
            case "above 1 MiB":
                return replace(genuine, body=genuine.body + b" " * MEGABYTE)
            case "bad Base64":
                return url.request("%%%" + url.cipher.seal(plain)[3:])
            case "cut-off ciphertext":
                return url.request(base64.b64encode(self._sealed(plain)[:-5]).decode())
            case _:
                return url.request(self._sealed_badly(name, plain))

    def _sealed_badly(self, name: str, plain: bytes) -> str:
        cipher = self._url.cipher
        match name:
            case "pad 0" | "pad above 32" | "pad unequal":
                return self._badly_padded(name, plain)
            case "length too large":
                return cipher.seal(plain, length=len(plain) + 1)
            case "length too small":
                return cipher.seal(plain, length=len(plain) - 1)
            case "foreign receiver":
                return cipher.seal(plain, receiver="wwSomebodyElse")
            case "not UTF-8":
                return cipher.seal(plain[:-4] + b"\xff\xfe" + plain[-4:])
            case "inside not JSON or XML":
                return cipher.seal(b"hello")
            case "20000 levels inside":
                return cipher.seal(_deepened(plain))
            case "entities inside":
                return cipher.seal(ENTITIES % plain)
        raise LookupError(name)

    def _sealed(self, plain: bytes) -> bytes:
        return base64.b64decode(self._url.cipher.seal(plain))

    def _badly_padded(self, name: str, plain: bytes) -> str:
        """Return the message so padded that whoever does not look closely finds it whole."""
        cipher = self._url.cipher
        rest = len(plain) + len(cipher.receiver) + HEAD
        plain += b" " * (rest % BLOCK == BLOCK - 1)  # one byte of padding cannot be unequal
        content = b"0123456789abcdef" + len(plain).to_bytes(4, "big") + plain + cipher.receiver.encode()
        missing = BLOCK - len(content) % BLOCK
        padding = {
            "pad 0": bytes(missing),
            "pad above 32": bytes([missing + BLOCK]) * (missing + BLOCK),
            "pad unequal": bytes(missing - 1) + bytes([missing]),
        }
        return base64.b64encode(encrypt(content + padding[name], cipher.key)).decode()

    def _with(self, **params: str) -> Request:
        return replace(self._last(), params={**self._last().params, **params})


def _deepened(body: bytes) -> bytes:
    """Return JSON or XML with one more member, which has 20,000 levels."""
    if body.startswith(b"{"):
        return body[:-1] + b',"x":' + b'{"a":' * DEEP + b"1" + b"}" * (DEEP + 1)
    return body.replace(b"</xml>", b"<a>" * DEEP + b"</a>" * DEEP + b"</xml>")


def is_refused(attack: Attack) -> bool:
    """Return whether it was refused as it should be, or swallowed without a word; a replay may be answered again."""
    swallowed = attack.status == 200 and (not attack.body or attack.name in REPLAYS)
    return swallowed or 400 <= attack.status < 500
