"""Work notices: every call is agreed to, and what exceeds a limit is dropped in silence."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tests.simulators.dingtalk.answers import Body, Refused, ok
from tests.simulators.dingtalk.fault_table import Point
from tests.simulators.dingtalk.gates import Call
from tests.simulators.dingtalk.record import Door, Shown
from tests.simulators.dingtalk.world import World
from tests.simulators.windows import DAY, Cap

PEOPLE: Final = 100  # per call; D59
BYTES: Final = 2048  # D59
A_DAY: Final = Cap(500, DAY)  # per person; D59
THE_SAME: Final = Cap(1, DAY)  # per person; D59
ASKED_WITHIN: Final = 24 * 3600  # seconds; D60
REPEATED: Final = "143106"
TOO_MANY: Final = "143105"
FIELDS: Final = ("agent_id", "userid_list", "dept_id_list", "to_all_user", "msg")
KINDS: Final = {
    "text": "content", "markdown": "text", "link": "text", "action_card": "markdown", "oa": "", "image": "",
    "voice": "", "file": "",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Task:
    """What became of one call."""

    at: datetime
    invalid: list[str] = field(default_factory=list)
    forbidden: list[Body] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Notices:
    """All work notices of the organisation."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tasks: dict[int, Task] = {}

    async def send(self, call: Call) -> Body:
        """Show a notice to whom it may reach; return the number under which its fate can be asked for."""
        name = self._world.refuse_if_struck(Point.NOTICE)
        self._world.expect("asyncsend_v2", call.body, FIELDS)
        if call.body.get("agent_id") != call.app.agent_id:
            raise Refused(40056)
        people = str(call.body.get("userid_list") or "").split(",")
        if len(people) > PEOPLE or not people[0]:
            raise Refused(400002)
        kind, text = self._read(call.body.get("msg"))
        task, number = Task(at=self._world.now), len(self._tasks) + 1
        self._tasks[number] = task
        for userid in people:
            if self._world.staff(userid) is None:
                task.invalid.append(userid)
                continue
            code = REPEATED if name else self._excess(userid, text)
            if code:
                task.forbidden.append({"code": code, "count": 1, "userid": userid})
                continue
            task.unread.append(userid)
            shown = Shown(
                key=f"task-{number}",
                by=str(call.app.agent_id),
                chat=userid,
                at=self._world.now,
                door=Door.NOTICE,
                kind=kind,
                text=text,
            )
            self._world.record.show(shown)
        return ok(task_id=number, request_id=self._world.new_id(""))

    def _read(self, msg: object) -> tuple[str, str]:
        """Return kind and words of a notice."""
        kind = msg.get("msgtype") if isinstance(msg, dict) else None
        if not isinstance(msg, dict) or kind not in KINDS or not isinstance(msg.get(kind), dict):
            raise Refused(400002)
        if len(json.dumps(msg, ensure_ascii=False).encode()) > BYTES:
            self._world.breach("a work notice has more than 2048 bytes")
            raise Refused(400002)
        self._world.expect("a work notice", msg, ("msgtype", kind))
        words = msg[kind].get(KINDS[kind]) if KINDS[kind] else json.dumps(msg[kind], ensure_ascii=False)
        return kind, str(words)

    def _excess(self, userid: str, text: str) -> str:
        """Return the code of the limit that this exceeds."""
        if not self._world.windows.take(("the same notice", userid, text), THE_SAME):
            return REPEATED
        return "" if self._world.windows.take(("notices", userid), A_DAY) else TOO_MANY

    async def result(self, call: Call) -> Body:
        """Return what became of a notice, within a day."""
        self._world.expect("getsendresult", call.body, ("agent_id", "task_id"))
        number = call.body.get("task_id")
        task = self._tasks.get(number) if isinstance(number, int) else None
        if task is None or call.body.get("agent_id") != call.app.agent_id:
            raise Refused(400002)
        if self._world.older_than(task.at, ASKED_WITHIN):
            raise Refused(400002)
        result = {
            "invalid_user_id_list": task.invalid,
            "forbidden_user_id_list": [one["userid"] for one in task.forbidden],
            "failed_user_id_list": [],
            "read_user_id_list": [],
            "unread_user_id_list": task.unread,
            "invalid_dept_id_list": [],
            "forbidden_list": task.forbidden,
        }
        return ok(send_result=result, request_id=self._world.new_id(""))
