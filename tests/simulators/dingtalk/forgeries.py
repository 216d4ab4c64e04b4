"""What no platform would send: forged, broken and repeated requests (rows 30 to 33 and 35 of the fault table)."""

import json
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from tests.simulators.dingtalk.calling import Request
from tests.simulators.dingtalk.fault_table import FAULTS
from tests.simulators.dingtalk.webhooks import signed

DEEP: Final = 20_000
TEN_MEGABYTES: Final = 10 * 1024 * 1024
TWO_HOURS: Final = 7_200_000  # milliseconds
BEFORE: Final = {fault.name for fault in FAULTS if fault.row in (30, 31, 35)}
AFTER: Final = {fault.name for fault in FAULTS if fault.row in (32, 33)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A forged request and how it was answered."""

    name: str
    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Forgery:
    """What a forger has: a genuine request, the last one that was sent, the time, and the secret."""

    genuine: Request
    last: Request | None
    stamp: int
    secret: str

    def of(self, name: str) -> Request:
        """Return the forgery of that name."""
        if name in AFTER:
            if self.last is None:
                raise LookupError("nothing was sent that could be repeated")
            return self.last if name == "replayed" else replace(self.last, body=self.genuine.body)
        sign = self.genuine.headers["sign"]
        match name:
            case "sign with a character changed":
                return self._headed(sign=("A" if sign[0] != "A" else "B") + sign[1:])
            case "sign of another secret":
                return self._headed(sign=signed("another secret", str(self.stamp)))
            case "sign url-encoded":
                return self._headed(sign=quote(sign, safe=""))
            case "sign empty":
                return self._headed(sign="")
            case "signed two hours ago":
                return self._stamped(str(self.stamp - TWO_HOURS))
            case "signed two hours ahead":
                return self._stamped(str(self.stamp + TWO_HOURS))
            case "timestamp in seconds":
                return self._stamped(str(self.stamp // 1000))
            case "timestamp not digits":
                return self._stamped(f"{self.stamp}.0")
        return replace(self.genuine, body=self._body(name))

    def _headed(self, **headers: str) -> Request:
        return replace(self.genuine, headers={**self.genuine.headers, **headers})

    def _stamped(self, stamp: str) -> Request:
        return self._headed(timestamp=stamp, sign=signed(self.secret, stamp))

    def _body(self, name: str) -> bytes:
        body = self.genuine.body
        match name:
            case "10 MB":
                return body + b" " * TEN_MEGABYTES
            case "not JSON":
                return b"{hello"
            case "a JSON array":
                return b"[" + body + b"]"
            case "20000 levels":
                return body[:-1] + b', "deep": ' + b"[" * DEEP + b"]" * DEEP + b"}"
            case "not UTF-8":
                return body[:-1] + b', "x": "\xff\xfe"}'
            case "NUL characters":
                return self._with_text("路灯\0坏了")
            case "lone surrogates":
                return self._with_text("路灯\ud800坏了")
        raise LookupError(name)

    def _with_text(self, text: str) -> bytes:
        return json.dumps(json.loads(self.genuine.body) | {"text": {"content": text}}).encode()
