"""Groups that an app has made itself, and what it says there."""

import re
from dataclasses import dataclass, field
from typing import Final

from tests.simulators.wecom import content
from tests.simulators.wecom.qyapi import Answer, Call
from tests.simulators.wecom.refusals import Refused, ok
from tests.simulators.wecom.world import World
from tests.simulators.windows import DAY, HOUR, MINUTE, Cap

CHATID: Final = re.compile(r"[0-9A-Za-z]{1,32}")
NAME_SIGNS: Final = 50
MEMBERS: Final = range(2, 2001)
CREATED: Final = (Cap(1000, DAY),)
UPDATED: Final = (Cap(1000, HOUR),)
SENT: Final = (Cap(20_000, MINUTE), Cap(150_000, HOUR))  # person-messages of a small corporation; 90312
TO_A_MEMBER: Final = (Cap(200, MINUTE), Cap(10_000, DAY))  # the excess is dropped in silence; 90312


@dataclass(slots=True, kw_only=True)
class Chat:
    """One such group."""

    id: str
    agent_id: int
    name: str
    owner: str
    members: list[str] = field(default_factory=list)


class AppChat:
    """The calls of apps that concern their own groups."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chats: dict[str, Chat] = {}

    async def create(self, call: Call) -> Answer:
        """Make a group; return its id."""
        app, body = call.app, call.body
        if app.visible is not None:
            raise Refused(60011)
        id = body.get("chatid") or self._world.new_id("C")
        if not isinstance(id, str) or not CHATID.fullmatch(id):
            raise Refused(86001)
        if id in self._chats:
            raise Refused(86215)
        members = self._known(body.get("userlist"), 86216)
        if len(members) not in MEMBERS:
            raise Refused(86006)
        owner = body.get("owner") or members[0]
        if owner not in members:
            raise Refused(86005)
        if not self._world.windows.take("appchat/create", *CREATED):
            raise Refused(45009)
        name = str(body.get("name", ""))[:NAME_SIGNS]
        self._chats[id] = Chat(id=id, agent_id=app.agent_id, name=name, owner=owner, members=members)
        return ok(chatid=id)

    async def update(self, call: Call) -> Answer:
        """Change a group's name, owner or members."""
        chat, body = self._chat(call, call.body.get("chatid")), call.body
        added = self._known(body.get("add_user_list", []), 86007)
        removed = body.get("del_user_list", [])
        members = [userid for userid in dict.fromkeys((*chat.members, *added)) if userid not in removed]
        if len(members) not in MEMBERS:
            raise Refused(86006)
        owner = body.get("owner") or (chat.owner if chat.owner in members else members[0])
        if owner not in members:
            raise Refused(86005)
        if not self._world.windows.take("appchat/update", *UPDATED):
            raise Refused(45009)
        chat.members, chat.owner = members, owner
        chat.name = str(body.get("name") or chat.name)[:NAME_SIGNS]
        return ok()

    async def get(self, call: Call) -> Answer:
        """Return what a group is."""
        chat = self._chat(call, call.query.get("chatid"))
        return ok(chat_info={"chatid": chat.id, "name": chat.name, "owner": chat.owner, "userlist": chat.members})

    async def send(self, call: Call) -> Answer:
        """Show a message in a group."""
        chat = self._chat(call, call.body.get("chatid"))
        said = content.read(self._world, content.APPCHAT, call.body, call.app.corp_id)
        if not self._world.windows.take("appchat/send", *SENT, amount=len(chat.members)):
            raise Refused(45009)
        reached = [self._world.windows.take(("appchat", userid), *TO_A_MEMBER) for userid in chat.members]
        if any(reached):
            self._world.show(said.shown(self._world, self._world.new_id("S"), call.app.name, chat.id))
        return ok()

    def _chat(self, call: Call, id: object) -> Chat:
        chat = self._chats.get(str(id))
        if chat is None:
            raise Refused(86003)
        if chat.agent_id != call.app.agent_id:
            raise Refused(86008)
        return chat

    def _known(self, userids: object, errcode: int) -> list[str]:
        """Return ids of members, each once."""
        if not isinstance(userids, list) or any(userid not in self._world.members for userid in userids):
            raise Refused(errcode)
        return list(dict.fromkeys(userids))
