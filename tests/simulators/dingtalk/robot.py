"""What a robot says of its own accord: to groups, and to people one to one; and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tests.simulators.dingtalk import content
from tests.simulators.dingtalk.answers import Body, Refused
from tests.simulators.dingtalk.content import Content
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.gates import Call
from tests.simulators.dingtalk.record import Door
from tests.simulators.dingtalk.world import Group, World

PEOPLE: Final = 20  # per call; D16
KEYS: Final = 20  # per call; D19, D20
RECALLED_WITHIN: Final = 24 * 3600  # seconds, one to one; D19
GROUP_FIELDS: Final = ("msgKey", "msgParam", "openConversationId", "robotCode", "coolAppCode")
BATCH_FIELDS: Final = ("msgKey", "msgParam", "robotCode", "userIds")


@dataclass(slots=True, kw_only=True)
class Sent:
    """One message of a robot, in a group or to people."""

    robot: str
    group: str | None
    people: tuple[str, ...]
    at: datetime
    read: set[str]
    recalled: bool = False


class RobotApi:
    """The calls with which robots send, recall, and ask who has read it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sent: dict[str, Sent] = {}

    async def send_to_group(self, call: Call) -> Body:
        """Show a message in a group where the robot is."""
        name = self._world.refuse_if_struck(Point.GROUP, Point.SEND)
        self._world.expect("groupMessages/send", call.body, GROUP_FIELDS)
        group, said = self._group(call), content.pushed(self._world, "groupMessages/send", call.body)
        return self._sent(name, call, said, group.id, tuple(group.members), (group.id,))

    async def send_to_people(self, call: Call) -> Body:
        """Show a message to people of the organisation; say who got nothing."""
        name = self._world.refuse_if_struck(Point.BATCH, Point.SEND)
        self._world.expect("oToMessages/batchSend", call.body, BATCH_FIELDS)
        robot_of(call)
        people = call.body.get("userIds")
        if not isinstance(people, list) or not people:
            raise Refused("invalidParameter.userIds.empty")
        if len(people) > PEOPLE:
            raise Refused("invalidParameter.userIds.overMax")
        said = content.pushed(self._world, "oToMessages/batchSend", call.body)
        unknown = [userid for userid in people if self._world.staff(userid) is None]
        known = [userid for userid in people if userid not in unknown]
        slowed: list[str] = []
        if name == "somebody unknown" and known:
            unknown.append(known.pop(0))
        if name == "somebody told too often" and known:
            slowed.append(known.pop())
        answer = self._sent(name, call, said, None, tuple(known), known)
        return answer | {"invalidStaffIdList": unknown, "flowControlledStaffIdList": slowed}

    def _sent(
        self, name: str, call: Call, said: Content, group: str | None, people: tuple[str, ...], chats: Sequence[str]
    ) -> Body:
        key = self._world.new_id("PQK")
        robot = str(call.body["robotCode"])
        self.sent[key] = Sent(robot=robot, group=group, people=people, at=self._world.now, read=set())
        for chat in chats:
            self._world.record.show(said.shown(self._world, key, robot, chat, Door.ROBOT))
        if name == "outcome unknown, sent":
            raise Refused("unknown.send.result")
        return {"processQueryKey": key}

    async def recall_from_group(self, call: Call) -> Body:
        """Take messages off a group's screens."""
        self._world.expect("groupMessages/recall", call.body, ("openConversationId", "robotCode", "processQueryKeys"))
        return self._recalled(call, self._group(call).id)

    async def recall_from_people(self, call: Call) -> Body:
        """Take messages off people's screens, within a day."""
        self._world.expect("otoMessages/batchRecall", call.body, ("robotCode", "processQueryKeys"))
        robot_of(call)
        return self._recalled(call, None)

    def _recalled(self, call: Call, group: str | None) -> Body:
        keys = call.body.get("processQueryKeys")
        if not isinstance(keys, list) or not keys:
            raise Refused("invalid.processQueryKey")
        if len(keys) > KEYS:
            raise Refused("invalidParameter.processQueryKeys.overMax")
        done, failed = [], {}
        for key in keys:
            sent = self.sent.get(key)
            if sent is None or sent.group != group or sent.robot != call.body["robotCode"]:
                failed[key] = "invalid.processQueryKey"
            elif group is None and self._world.older_than(sent.at, RECALLED_WITHIN):
                failed[key] = "processQueryKey.expireTime"
            else:
                sent.recalled = True
                self._world.record.recall(key)
                done.append(key)
        return {"successResult": done, "failedResult": failed}

    async def read_by_people(self, call: Call) -> Body:
        """Return who has read a message that was sent to people, within a day."""
        if call.query.get("robotCode") != call.app.client_id:
            raise Refused("invalidParameter.robotCode.auth")
        sent = self.sent.get(call.query.get("processQueryKey", ""))
        if sent is None or sent.group is not None:
            raise Refused("invalid.processQueryKey")
        if self._world.older_than(sent.at, RECALLED_WITHIN):
            raise Refused("processQueryKey.expireTime")
        people = [
            {"name": person, "userId": person, "readStatus": "READ" if person in sent.read else "UNREAD"}
            for person in sent.people
        ]
        return {"sendStatus": "RECALLED" if sent.recalled else "SUCCESS", "messageReadInfoList": people}

    async def read_in_group(self, call: Call) -> Body:
        """Return who has read a message that was sent to a group, page by page."""
        fields = ("openConversationId", "robotCode", "processQueryKey", "maxResults", "nextToken")
        self._world.expect("groupMessages/query", call.body, fields)
        group, sent = self._group(call), self.sent.get(str(call.body.get("processQueryKey")))
        if sent is None or sent.group != group.id:
            raise Refused("invalid.processQueryKey")
        most, begin = int(call.body.get("maxResults", 200)), int(call.body.get("nextToken") or 0)
        people = sorted(sent.read)
        more = len(people) > begin + most
        page = {"readUserIds": people[begin : begin + most], "hasMore": more}
        status = "RECALLED" if sent.recalled else "SUCCESS"
        return {"sendStatus": status, **page, **({"nextToken": str(begin + most)} if more else {})}

    async def robots_of_group(self, call: Call) -> Body:
        """Return the robots of a group."""
        group = self._world.groups.get(str(call.body.get("openConversationId")))
        if group is None:
            raise Refused("invalid.openConversationId")
        robots = [{"robotCode": code, "name": code, "openRobotType": 2} for code in sorted(group.robots)]
        return {"chatbotInstanceVOList": robots}

    def _group(self, call: Call) -> Group:
        """Return the group of a call, where the application's robot is."""
        robot_of(call)
        id = call.body.get("openConversationId")
        if not id:
            raise Refused("miss.openConversationId")
        group = self._world.groups.get(str(id))
        if group is None:
            raise Refused("invalid.openConversationId")
        if call.app.client_id not in group.robots:
            raise Refused("resource.not.found")
        return group


def robot_of(call: Call) -> str:
    """Return the robot for which an application calls; refuse the robot of another."""
    code = call.body.get("robotCode")
    if not code:
        raise Refused("invalidParameter.robotCode.empty")
    if code != call.app.client_id:
        raise Refused("invalidParameter.robotCode.auth")
    return str(code)
