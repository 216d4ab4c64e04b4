"""What a self-built app may ask: its token, messages one to one, cards, menus and members."""

import hashlib
import json
from datetime import datetime
from typing import Final

from aiohttp import web

from tests.simulators.wecom import content
from tests.simulators.wecom.app import App, Sent
from tests.simulators.wecom.cards import APP_CARDS, INTERACTIVE, check_card, with_button_replaced
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.qyapi import Answer, Call
from tests.simulators.wecom.refusals import Body, Refused, ok
from tests.simulators.wecom.world import World
from tests.simulators.windows import DAY, Cap

RECEIVERS: Final = 1000
PARTIES: Final = 100
PER_MEMBER_AND_DAY: Final = 200
DUPLICATES_AT_MOST: Final = 4 * 3600  # seconds
DUPLICATES: Final = 1800


class AppApi:
    """The calls of apps that concern members one to one."""

    def __init__(self, world: World, apps: list[App]) -> None:
        self._world = world
        self._apps = apps
        self._codes: dict[str, tuple[str, datetime]] = {}
        self._used: set[str] = set()
        self._said: dict[str, tuple[float, Body]] = {}

    async def get_token(self, request: web.Request) -> Answer:
        """Return the token of an app: the same one as long as it lives."""
        self._world.refuse_if_struck(Point.TOKEN)
        of_corporation = [app for app in self._apps if app.corp_id == request.query.get("corpid")]
        if not of_corporation:
            raise Refused(40013)
        for app in of_corporation:
            if app.secret == request.query.get("corpsecret"):
                token, seconds = app.current_token()
                return ok(access_token=token, expires_in=seconds)
        raise Refused(40001)

    async def send(self, call: Call) -> Answer:
        """Show a message to members; return who could not be reached, and its id."""
        name = self._world.refuse_if_struck(Point.SEND)
        app, body = call.app, call.body
        receivers, bad = self._receivers(app, body)
        if name == "some receivers bad":
            bad.append(receivers.pop())
        said = content.read(self._world, content.APP, body, app.corp_id)
        if said.card is not None and said.card["card_type"] in INTERACTIVE and not app.has_url:
            raise Refused(43012)
        if not receivers:
            raise Refused(81013)
        if repeated := self._repeated(app, body):
            return repeated
        members = len(self._world.members)
        if not self._world.windows.take(
            ("day", app.agent_id), Cap(members * PER_MEMBER_AND_DAY, DAY), amount=len(receivers)
        ):
            raise Refused(45009)
        task_id = None if said.card is None else said.card.get("task_id")
        sent = Sent(msgid=self._world.new_id("MSG"), receivers=tuple(receivers), at=self._world.now, task_id=task_id)
        app.sent[sent.msgid] = sent
        if name != "dropped in silence":
            for userid in receivers:
                app.say(said, f"{sent.msgid}/{userid}", userid)
        code = {"response_code": app.new_response_code(sent)} if task_id else {}
        lower = "|".join(bad).lower()
        answer = ok(invaliduser=lower, invalidparty="", invalidtag="", unlicenseduser="", msgid=sent.msgid, **code)
        self._keep(app, body, answer)
        return answer

    def _receivers(self, app: App, body: Body) -> tuple[list[str], list[str]]:
        """Return whom a message reaches, and whom it does not."""
        if body.get("agentid") != app.agent_id:
            raise Refused(301002)
        users, parties, tags = (str(body.get(name) or "") for name in ("touser", "toparty", "totag"))
        if not (users or parties or tags):
            raise Refused(82001)
        if parties.count("|") >= PARTIES:
            raise Refused(82002)
        if tags.count("|") >= PARTIES:
            raise Refused(82003)
        named = [userid for userid in users.split("|") if userid]
        if len(named) > RECEIVERS:
            raise Refused(40032)
        if users == "@all" or parties or tags:
            return [userid for userid in self._world.members if app.sees(userid)], []
        good = [userid for userid in dict.fromkeys(named) if app.sees(userid)]
        return good, [userid for userid in named if userid not in good]

    def _digest(self, app: App, body: Body) -> str:
        watched = {name: part for name, part in body.items() if not name.startswith(("enable_", "duplicate_"))}
        return hashlib.sha256(f"{app.agent_id}{json.dumps(watched, sort_keys=True)}".encode()).hexdigest()

    def _repeated(self, app: App, body: Body) -> Body | None:
        """Return the answer given before, where the same was said to the same and repetitions are to be dropped."""
        if not body.get("enable_duplicate_check"):
            return None
        seconds = body.get("duplicate_check_interval", DUPLICATES)
        if not isinstance(seconds, int) or not 0 < seconds <= DUPLICATES_AT_MOST:
            raise Refused(40058)
        said = self._said.get(self._digest(app, body))
        return said[1] if said is not None and self._world.stamp - said[0] < seconds else None

    def _keep(self, app: App, body: Body, answer: Body) -> None:
        self._said[self._digest(app, body)] = self._world.stamp, answer

    async def recall(self, call: Call) -> Answer:
        """Take a message back within a day."""
        sent = call.app.sent.get(str(call.body.get("msgid")))
        if sent is None or self._world.older_than(sent.at, hours=24):
            raise Refused(40058)
        self._world.record.recall(sent.msgid)
        return ok()

    async def update_card(self, call: Call) -> Answer:
        """Change a card with a code that is good once within three days."""
        app, body = call.app, call.body
        if body.get("agentid") != app.agent_id:
            raise Refused(301002)
        sent, since = app.response_codes.pop(str(body.get("response_code")), (None, self._world.now))
        if sent is None or sent.task_id is None or self._world.older_than(since, hours=72):
            raise Refused(42014)
        named = body.get("userids") or []
        bad = [userid for userid in named if userid not in sent.receivers]
        reached = set(sent.receivers if body.get("atall") else named) - set(bad)
        if "button" in body:
            words = body["button"].get("replace_name")
            if not words:
                raise Refused(40018)
            self._world.record.change_card(
                app.name, sent.task_id, lambda card: with_button_replaced(card, words), lambda chat: chat in reached
            )
        else:
            card = check_card(body.get("template_card"), APP_CARDS)
            self._world.record.change_card(app.name, sent.task_id, lambda _: card, lambda chat: chat in reached)
        return ok(invaliduser=bad)

    async def create_menu(self, call: Call) -> Answer:
        """Take a menu of the app."""
        if call.query.get("agentid") != str(call.app.agent_id):
            raise Refused(301002)
        buttons = call.body.get("button")
        if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
            raise Refused(40016)
        for button in buttons:
            subs = button.get("sub_button", [])
            if len(subs) > 5:
                raise Refused(40023)
            for pressed in (*subs, *(() if subs else (button,))):
                self._check_button(pressed)
        return ok()

    @staticmethod
    def _check_button(button: Body) -> None:
        if not 1 <= len(str(button.get("name", "")).encode()) <= 16:
            raise Refused(40018)
        if not button.get("type"):
            raise Refused(40017)
        if len(str(button.get("key", "")).encode()) > 128:
            raise Refused(40019)
        if len(str(button.get("url", "")).encode()) > 1024:
            raise Refused(40020)

    async def get_user(self, call: Call) -> Answer:
        """Return what an app may know of a member: no number, no picture."""
        userid = call.query.get("userid", "")
        if userid not in self._world.members:
            raise Refused(60111)
        if not call.app.sees(userid):
            raise Refused(60011)
        return ok(
            userid=userid, name=self._world.members[userid], department=[1], position="", is_leader_in_dept=[0],
            direct_leader=[], main_department=1, status=1, alias="", extattr={"attrs": []},
        )  # fmt: skip

    async def get_addresses(self, call: Call) -> Answer:
        """Return the addresses callbacks come from, which are also those of the API here."""
        return ok(ip_list=["127.0.0.1"])

    # --- signing in ---

    def sign_in(self, userid: str) -> str:
        """Return the code with which a member's browser comes back, good once and for five minutes."""
        code = self._world.new_id("CODE")
        self._codes[code] = userid, self._world.now
        return code

    async def get_user_info(self, call: Call) -> Answer:
        """Return who has signed in."""
        self._world.refuse_if_struck(Point.LOGIN)
        code = call.query.get("code", "")
        userid, since = self._codes.get(code, (None, self._world.now))
        if userid is None or self._world.older_than(since, minutes=5):
            raise Refused(40029)
        if code in self._used:
            raise Refused(42022)
        self._used.add(code)
        return ok(userid=userid)
