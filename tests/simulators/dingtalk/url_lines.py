"""The ways from the platform to URLs: a robot's, and those that cards have."""

import base64
import hashlib
import hmac
import json
from collections.abc import Collection
from typing import Final

from tests.simulators.dingtalk import content
from tests.simulators.dingtalk.answers import Body, Refused
from tests.simulators.dingtalk.apps import App
from tests.simulators.dingtalk.calling import Answer, Caller, Request
from tests.simulators.dingtalk.cards import Cards, Route
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.forgeries import Attack, Forgery
from tests.simulators.dingtalk.letters import Letter
from tests.simulators.dingtalk.record import Door
from tests.simulators.dingtalk.webhooks import signed
from tests.simulators.dingtalk.world import World

ANSWER_WITHIN: Final = 2.5  # seconds; D49
CLICK_WITHIN: Final = 2  # seconds; D37
FOR_FORGERIES: Final = 60  # seconds


class RobotUrl:
    """The URL of one robot: what is not answered in time comes again, with a new signature."""

    points: Collection[Point] = (Point.URL,)
    again_after: tuple[float, ...] = (10, 30)  # as events are; of messages it is not known
    loses: bool = False

    def __init__(self, world: World, app: App, url: str, caller: Caller) -> None:
        self._world = world
        self._app = app
        self._url = url
        self._caller = caller
        self._last: Request | None = None
        self.attacks: list[Attack] = []

    async def carry(self, letter: Letter, *, fault: str = "") -> int | None:
        """Return the status; show the message that the answer may be."""
        request = self._last = self._request(written(letter.body))
        answer = await self._caller.post(self._url, request, ANSWER_WITHIN)
        if answer is None:
            self._world.breach(f"a callback is not answered within {ANSWER_WITHIN} seconds")
            return None
        if answer.status == 200 and answer.body:
            self._show(letter, answer)
        return answer.status

    def _request(self, body: bytes) -> Request:
        stamp = str(self._world.stamp)
        return Request(headers={"timestamp": stamp, "sign": signed(self._app.secret, stamp)}, body=body)

    def _show(self, letter: Letter, answer: Answer) -> None:
        try:
            body = json.loads(answer.body)
            if body == {"msgtype": "empty"}:
                return
            said = content.posted(self._world, "the answer to a callback", body, ())
        except (ValueError, TypeError, AttributeError, Refused) as error:
            self._world.breach(f"the answer to a callback is no message: {error!r}")
            return
        key = self._world.new_id("S")
        self._world.record.show(said.shown(self._world, key, self._app.client_id, letter.chat, Door.ANSWER))

    async def attack(self, name: str, letter: Letter) -> None:
        """Send the forgery of that name, made of *letter* with an id of its own or of the last genuine request."""
        id = self._world.new_id("msg") + "=="
        genuine = self._request(written({**letter.body, "msgId": id}))
        request = Forgery(genuine, self._last, self._world.stamp, self._app.secret).of(name)
        answer = await self._caller.post(self._url, request, FOR_FORGERIES)
        if answer is not None:
            self.attacks.append(Attack(name=name, status=answer.status, body=answer.body))


class CardUrl:
    """The URL of some cards: signed in its own way, answered within two seconds, and never called again."""

    points: Collection[Point] = ()
    again_after: tuple[float, ...] = ()
    loses: bool = True

    def __init__(self, world: World, cards: Cards, route: Route, caller: Caller) -> None:
        self._world = world
        self._cards = cards
        self._route = route
        self._caller = caller

    async def carry(self, letter: Letter, *, fault: str = "") -> int | None:
        """Return the status; change the card as the answer says."""
        headers: dict[str, str] = {}
        if self._route.secret:
            stamp = str(self._world.stamp)
            digest = hmac.digest(self._route.secret.encode(), stamp.encode(), hashlib.sha256)
            sign = base64.b64encode(digest).decode()
            headers = {"x-ddpaas-signature-timestamp": stamp, "x-ddpaas-signature": sign}
        with self._cards.clicked(letter):
            request = Request(headers=headers, body=written(letter.body))
            answer = await self._caller.post(self._route.url, request, CLICK_WITHIN)
        if answer is None:
            self._world.breach(f"a click is not answered within {CLICK_WITHIN} seconds")
            return None
        if answer.status == 200 and answer.body:
            try:
                self._cards.answered(letter, json.loads(answer.body))
            except ValueError:
                self._world.breach("the answer to a click is not JSON")
        return answer.status

    async def attack(self, name: str, letter: Letter) -> None:
        """Nobody forges clicks here."""
        raise LookupError(name)


def written(body: Body) -> bytes:
    """Return a body as it goes over the wire."""
    return json.dumps(body, ensure_ascii=False).encode()
