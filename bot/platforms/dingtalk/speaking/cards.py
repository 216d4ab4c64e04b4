"""Questions with a button for each choice, one to one, made from the template that somebody built in the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.platforms.base import NoWay, Rejected
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.speaking.recalls import Recalls
from bot.platforms.dingtalk.speaking.robot import Robot
from bot.platforms.dingtalk.wire.cards import asking, track_of
from bot.platforms.dingtalk.wire.clicks import change_by
from bot.platforms.dingtalk.wire.fields import flag_at, objects_at, text_at
from bot.platforms.dingtalk.wire.told import Clicked
from bot.sending.judging import TAKEN, Judge
from bot.sending.reactions import SetUpWrong
from bot.sending.ways import Buttons, Piece
from bot.web.unreadable import Unreadable

INSTANCES: Final = "/v1.0/card/instances"
PATH: Final = f"{INSTANCES}/createAndDeliver"
REGISTER: Final = "/v1.0/card/callbacks/register"
UNDELIVERED: Final = "card not delivered"
CHECKED: Final = "param.contentUnsafe"  # of the words themselves: they go no other way either


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where clicks are to come that do not come over a stream; the platform signs them with *secret*."""

    route: str
    address: str
    secret: str


class Cards:
    """Asks with cards, and has the robot say what is no question. Everything here raises `DeliveryError`."""

    def __init__(
        self,
        name: str,
        template: str,
        code: str,
        application: Application,
        robot: Robot,
        callback: Callback | None,
        judge: Judge,
    ) -> None:
        self._entry = f"card {name}"
        self._judge = judge
        self._template = template
        self._code = code
        self._application = application
        self._robot = robot
        self._recalls: Recalls = robot.recalls
        self._callback = callback
        self._is_registered = callback is None

    async def tell(self, user: str, piece: Piece, key: str) -> None:
        """Show somebody *piece*. Raise `NoWay` for a question that he may have been shown before.

        That there is such a card does not tell whether anybody saw it.
        """
        if not isinstance(piece, Buttons):
            await self._robot.tell(user, piece, key)
            return
        try:
            await self._register()
            carrier = await self._ask(user, piece)
        except Rejected as error:
            if error.code == CHECKED:
                raise
            if isinstance(error, SetUpWrong):
                self._judge.alarm(self._entry, error.code)
            raise NoWay(error.code) from None  # it can be asked without buttons as well
        self._judge.judge(TAKEN, self._entry)
        self._recalls.note(key, carrier)

    async def settle(self, clicked: Clicked) -> None:
        """Have a card show what was chosen on it, of which its answer to the click came too late."""
        if change := change_by(clicked.chosen):
            await self._application.call("PUT", INSTANCES, {"outTrackId": clicked.card, **change})

    async def _ask(self, user: str, asked: Buttons) -> str:
        """Return by what the platform knows the card that was shown."""
        mode = {"callbackType": "STREAM"}
        if self._callback is not None:
            mode = {"callbackType": "HTTP", "callbackRouteKey": self._callback.route}
        body: Mapping[str, object] = {
            "cardTemplateId": self._template,
            "outTrackId": track_of(asked.key),
            "cardData": {"cardParamMap": asking(asked.text, asked.choices)},
            "openSpaceId": f"dtv1.card//IM_ROBOT.{user}",
            "imRobotOpenSpaceModel": {"supportForward": False},
            "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": self._code},
            **mode,
        }
        answer = await self._application.call("POST", PATH, body)
        try:
            delivered = objects_at(answer.result, "deliverResults")
            if not delivered or not all(flag_at(one, "success") for one in delivered):
                raise NoWay(UNDELIVERED)
            return text_at(delivered[0], "carrierId")
        except Unreadable:
            raise NoWay("unreadable") from None

    async def _register(self) -> None:
        """Have clicks come where they are waited for, once."""
        if self._callback is not None and not self._is_registered:
            body = {
                "callbackRouteKey": self._callback.route,
                "callbackUrl": self._callback.address,
                "apiSecret": self._callback.secret,
                "forceUpdate": True,
            }
            await self._application.call("POST", REGISTER, body)
            self._is_registered = True
