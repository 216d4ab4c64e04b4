"""Interactive cards: put up in groups and one to one, clicked, and changed."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from tests.simulators.dingtalk.answers import Body, Refused
from tests.simulators.dingtalk.apps import App
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.gates import Call
from tests.simulators.dingtalk.letters import Kind, Letter
from tests.simulators.dingtalk.record import Door, Shown
from tests.simulators.dingtalk.world import CORP, World

KEY_BYTES: Final = 100  # D36
VALUE_BYTES: Final = 1024  # D36
SPACES: Final = "dtv1.card//"
MODELS: Final = {"IM_GROUP": "imGroup", "IM_ROBOT": "imRobot"}
FIELDS: Final = (
    "cardTemplateId", "outTrackId", "callbackType", "callbackRouteKey", "cardData", "privateData", "openSpaceId",
    "imGroupOpenSpaceModel", "imGroupOpenDeliverModel", "imRobotOpenSpaceModel", "imRobotOpenDeliverModel",
    "userIdType", "cardAtUserIds",
)  # fmt: skip
UPDATE_FIELDS: Final = ("outTrackId", "cardData", "privateData", "cardUpdateOptions", "userIdType")
ANSWER_FIELDS: Final = ("cardData", "userPrivateData", "cardUpdateOptions", "cardOptions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where clicks are brought by HTTP."""

    url: str
    secret: str | None


@dataclass(slots=True, kw_only=True)
class Card:
    """One card with what stands on it for everybody, and for single people."""

    id: str
    app: App
    route: str | None
    chats: list[str]
    params: dict[str, str]
    private: dict[str, dict[str, str]] = field(default_factory=dict)

    def seen(self) -> Body:
        """Return what people see of it."""
        return {"outTrackId": self.id, "params": dict(self.params), "private": dict(self.private)}


class Cards:
    """All cards there ever were; *templates* are those that are published."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.templates: set[str] = set()
        self.routes: dict[str, Route] = {}
        self.cards: dict[str, Card] = {}
        self._answering: Counter[str] = Counter()

    # --- what the bot asks for ---

    async def register(self, call: Call) -> Body:
        """Enter where clicks are brought by HTTP; without force an old entry stays."""
        fields = ("callbackRouteKey", "callbackUrl", "apiSecret", "forceUpdate")
        self._world.expect("callbacks/register", call.body, fields)
        key, url = call.body.get("callbackRouteKey"), call.body.get("callbackUrl")
        if not key or not url:
            raise Refused("param.invalid")
        if key not in self.routes or call.body.get("forceUpdate"):
            self.routes[key] = Route(url=url, secret=call.body.get("apiSecret"))
        route = self.routes[key]
        return {"success": True, "result": {"callbackUrl": route.url, "apiSecret": route.secret}}

    async def create(self, call: Call) -> Body:
        """Put up a card; say for each place whether it got there."""
        name, body = self._world.refuse_if_struck(Point.CARD), call.body
        self._world.expect("createAndDeliver", body, FIELDS)
        id = body.get("outTrackId")
        if not body.get("cardTemplateId"):
            raise Refused("param.cardTemplateIdEmpty")
        if body["cardTemplateId"] not in self.templates:
            raise Refused("param.templateNotExist")
        if not isinstance(id, str) or not id:
            raise Refused("param.outTrackIdEmpty")
        if id in self.cards:
            raise Refused("param.cardAlreadyExist")
        if body.get("cardData") is None:
            raise Refused("param.cardPublicDataEmpty")
        spaces = self._spaces(body.get("openSpaceId"))
        for kind, _ in spaces:
            self._check_models(call, kind)
        card = Card(
            id=id,
            app=call.app,
            route=self._route(body),
            chats=[],
            params=self._params(body["cardData"]),
            private={userid: self._params(data) for userid, data in (body.get("privateData") or {}).items()},
        )
        self.cards[id] = card
        results = [self._delivered(card, body, kind, space, name) for kind, space in spaces]
        return {"success": True, "result": {"outTrackId": id, "deliverResults": results}}

    async def update(self, call: Call) -> Body:
        """Change a card: the whole of it, unless the options say by key."""
        self._world.expect("card/instances", call.body, UPDATE_FIELDS)
        id = call.body.get("outTrackId")
        if not id:
            raise Refused("param.outTrackIdEmpty")
        if self._answering[id]:
            self._world.breach("a card is updated while the click on it is not answered")
        card = self.cards.get(id)
        if card is None or card.app is not call.app:
            raise Refused("param.cardNotExist")
        if call.body.get("cardData") is None and call.body.get("privateData") is None:
            raise Refused("param.cardDataAndPrivateDataBothEmpty")
        self._change(card, call.body.get("cardData"), call.body.get("privateData"), call.body.get("cardUpdateOptions"))
        return {"success": True, "result": True}

    # --- what people do ---

    def click(self, person: str, chat: str, card: Card, action: str, params: Mapping[str, Any]) -> Letter:
        """Return the click on a card, as the bot is told of it."""
        group = self._world.groups.get(chat)
        content = {"cardPrivateData": {"actionIds": [action], "params": dict(params)}}
        body = {
            "type": "actionCallback", "outTrackId": card.id, "corpId": CORP, "userId": person, "userIdType": 1,
            "spaceType": "IM_ROBOT" if group is None else "IM_GROUP", "spaceId": chat, "extension": "{}",
            "content": json.dumps(content, ensure_ascii=False),
        }  # fmt: skip
        id = self._world.new_id("click-")
        return Letter(id=id, kind=Kind.CLICK, person=person, chat=chat, body=body)

    @contextmanager
    def clicked(self, letter: Letter) -> Iterator[None]:
        """Hold that a click is being answered."""
        id = letter.body["outTrackId"]
        self._answering[id] += 1
        try:
            yield
        finally:
            self._answering[id] -= 1

    def answered(self, letter: Letter, response: object) -> None:
        """Change a card as the answer to a click says."""
        if not response:
            return
        if not isinstance(response, dict):
            self._world.breach("a click is answered with what is no object")
            return
        self._world.expect("the answer to a click", response, ANSWER_FIELDS)
        card = self.cards.get(letter.body["outTrackId"])
        private = response.get("userPrivateData")
        if card is not None:
            options = response.get("cardUpdateOptions") or response.get("cardOptions")
            mine = None if private is None else {letter.person: private}
            try:
                self._change(card, response.get("cardData"), mine, options)
            except Refused as refused:
                self._world.breach(f"the answer to a click is refused: {refused.code}")

    # --- what stands on a card ---

    def _change(self, card: Card, data: Body | None, private: Mapping[str, Body] | None, options: object) -> None:
        chosen = options if isinstance(options, dict) else {}
        self._world.expect("cardUpdateOptions", chosen, ("updateCardDataByKey", "updatePrivateDataByKey"))
        if data is not None:
            kept = card.params if chosen.get("updateCardDataByKey") else {}
            card.params = kept | self._params(data)
        for userid, part in (private or {}).items():
            if self._world.staff(userid) is None:
                raise Refused("param.userIdNotExist")
            mine = card.private.get(userid, {}) if chosen.get("updatePrivateDataByKey") else {}
            card.private[userid] = mine | self._params(part)
        self._world.record.change_card(card.id, card.seen(), _words(card.params.values()))

    def _params(self, data: object) -> dict[str, str]:
        """Return what `cardParamMap` holds; refuse what is no text, or too long."""
        params = data.get("cardParamMap") if isinstance(data, dict) else None
        if not isinstance(params, dict):
            raise Refused("param.invalid")
        for key, value in params.items():
            if not isinstance(value, str) or len(value.encode()) > VALUE_BYTES or len(key.encode()) > KEY_BYTES:
                self._world.breach(f"{key} on a card is no text, or too long")
                raise Refused("param.invalid")
        return dict(params)

    # --- where a card goes ---

    def _route(self, body: Body) -> str | None:
        """Return the key of the URL for clicks, nothing where they come by Stream."""
        kind, key = body.get("callbackType"), body.get("callbackRouteKey")
        if kind not in ("STREAM", "HTTP", None) or (kind == "HTTP" and key not in self.routes):
            self._world.breach(f"callbackType {kind} without a route for it")
            raise Refused("param.invalid")
        return str(key) if kind == "HTTP" else None

    @staticmethod
    def _spaces(id: object) -> list[tuple[str, str]]:
        """Return kind and id of each place that an `openSpaceId` names."""
        if not isinstance(id, str) or not id:
            raise Refused("param.openSpaceIdEmpty")
        spaces = [space.partition(".") for space in id.removeprefix(SPACES).split(";")]
        if not id.startswith(SPACES) or not all(kind.upper() in MODELS and space for kind, _, space in spaces):
            raise Refused("param.openSpaceIdInvalid")
        return [(kind.upper(), space) for kind, _, space in spaces]

    def _check_models(self, call: Call, kind: str) -> None:
        space, deliver = (call.body.get(f"{MODELS[kind]}Open{part}Model") for part in ("Space", "Deliver"))
        if not isinstance(deliver, dict):
            raise Refused("param.openDeliverModelEmpty")
        if not isinstance(space, dict) or "supportForward" not in space:
            raise Refused("param.invalid")
        if deliver.get("robotCode", call.app.client_id) != call.app.client_id:
            raise Refused("param.openDeliverModelError")
        if kind == "IM_GROUP" and "robotCode" not in deliver:
            raise Refused("param.openDeliverModelError")
        if kind == "IM_ROBOT" and deliver.get("spaceType") != "IM_ROBOT":
            raise Refused("param.openDeliverModelError")

    def _delivered(self, card: Card, body: Body, kind: str, space: str, fault: str) -> Body:
        """Show a card in one place; return what became of it."""
        result: Body = {"spaceType": kind, "spaceId": space}
        group = self._world.groups.get(space)
        fits = card.app.client_id in group.robots if group is not None else self._world.staff(space) is not None
        if fault == "card not delivered" or not fits or (group is None) is (kind == "IM_GROUP"):
            return result | {"success": False, "errorMsg": "SYSTEM_ERROR"}
        card.chats.append(space)
        model = body.get("imGroupOpenDeliverModel") or {}
        shown = Shown(
            key=card.id,
            by=card.app.client_id,
            chat=space,
            at=self._world.now,
            door=Door.CARD,
            kind="card",
            text=_words(card.params.values()),
            card=card.seen(),
            mentions=tuple(model.get("atUserIds") or ()),
        )
        self._world.record.show(shown)
        return result | {"success": True, "carrierId": self._world.new_id("PQK"), "errorMsg": ""}


def _words(values: Collection[str]) -> str:
    return "\n".join(values)
