"""To-dos and calendar entries of the organisation's people."""

from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from tests.simulators.dingtalk.answers import Body, Refused
from tests.simulators.dingtalk.gates import Call
from tests.simulators.dingtalk.record import Door, Shown
from tests.simulators.dingtalk.world import Person, World

SUBJECT: Final = 1024  # signs; D61
DESCRIPTION: Final = 4096  # signs; D61
ADDRESS_BYTES: Final = 1024  # D61
SUMMARY: Final = 2048  # signs; D62
EVENT_DESCRIPTION: Final = 5000  # signs; D62
ATTENDEES: Final = 500  # D62
TODO_FIELDS: Final = (
    "sourceId", "subject", "creatorId", "description", "dueTime", "executorIds", "participantIds", "detailUrl",
    "priority", "notifyConfigs", "reminderTimeStamp", "isOnlyShowExecutor",
)  # fmt: skip
EVENT_FIELDS: Final = (
    "summary", "description", "start", "end", "isAllDay", "attendees", "location", "reminders",
)  # fmt: skip
CHANGED_FIELDS: Final = ("subject", "description", "dueTime", "done", "executorIds", "participantIds")
WRONG: Final = "invalidParameter.param.invalid"


class Duties:
    """What stands on people's lists and in their calendars."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._todos: dict[str, Body] = {}
        self._events: dict[str, Body] = {}

    async def add_todo(self, call: Call) -> Body:
        """Put a task on its executors' lists; the same `sourceId` again changes nothing."""
        body = call.body
        self._world.expect("a to-do", body, TODO_FIELDS)
        self._person(call.request.match_info["union"])
        self._person(call.query.get("operatorId"))
        address = body.get("detailUrl") or {}
        if not all(0 < len(str(address.get(key, "")).encode()) <= ADDRESS_BYTES for key in ("appUrl", "pcUrl")):
            raise Refused(WRONG)
        if not 0 < len(body.get("subject", "")) <= SUBJECT or len(body.get("description", "")) > DESCRIPTION:
            raise Refused(WRONG)
        people = [self._person(union_id) for union_id in body.get("executorIds") or []]
        source = str(body.get("sourceId") or self._world.new_id("source-"))
        if source not in self._todos:
            self._todos[source] = {"id": self._world.new_id("todo-"), **body}
            self._show(self._todos[source]["id"], call, Door.TODO, people, body["subject"])
        return self._todos[source]

    async def change_todo(self, call: Call) -> Body:
        """Change a task of somebody; one that is done is off the list."""
        todo = self._own(self._todos, call, lambda todo: todo.get("creatorId"))
        self._world.expect("a changed to-do", call.body, CHANGED_FIELDS)
        self._person(call.query.get("operatorId"))
        if len(call.body.get("subject", "")) > SUBJECT:
            raise Refused(WRONG)
        todo |= call.body
        if todo.get("done"):
            self._world.record.recall(todo["id"])
        else:
            self._world.record.change_card(todo["id"], dict(todo), todo["subject"])
        return {"result": True, "requestId": self._world.new_id("")}

    async def change_event(self, call: Call) -> Body:
        """Change what somebody has entered."""
        event = self._own(self._events, call, lambda event: event["organizer"]["id"])
        self._world.expect("a changed calendar entry", call.body, ("id", *EVENT_FIELDS))
        event |= call.body
        self._world.record.change_card(event["id"], dict(event), event["summary"])
        return event

    async def delete_event(self, call: Call) -> web.Response:
        """Take something out of calendars; there is nothing in the answer."""
        event = self._own(self._events, call, lambda event: event["organizer"]["id"])
        self._events = {token: one for token, one in self._events.items() if one is not event}
        self._world.record.recall(event["id"])
        return web.Response()

    def _own(self, entries: dict[str, Body], call: Call, owner: Callable[[Body], object]) -> Body:
        """Return the entry that a call is about, of the one whose path it is."""
        union, id = call.request.match_info["union"], call.request.match_info["id"]
        self._person(union)
        for entry in entries.values():
            if entry["id"] == id and owner(entry) == union:
                return entry
        raise Refused(WRONG)

    async def add_event(self, call: Call) -> Body:
        """Put a meeting into calendars; the same `x-client-token` on the same day changes nothing."""
        body, organiser = call.body, self._person(call.request.match_info["union"])
        self._world.expect("a calendar entry", body, EVENT_FIELDS)
        attendees = body.get("attendees") or []
        if not 0 < len(body.get("summary", "")) <= SUMMARY or len(attendees) > ATTENDEES:
            raise Refused(WRONG)
        if len(body.get("description", "")) > EVENT_DESCRIPTION or not self._moment(body, "start"):
            raise Refused(WRONG)
        people = [organiser, *(self._person(one.get("id")) for one in attendees)]
        given = call.request.headers.get("x-client-token") or self._world.new_id("")
        token = f"{self._world.now.date()}/{given}"
        if token not in self._events:
            owner = {"id": organiser.union_id, "self": True}
            self._events[token] = {"id": self._world.new_id("event-"), "organizer": owner, **body}
            self._show(self._events[token]["id"], call, Door.CALENDAR, people, body["summary"])
        return self._events[token]

    @staticmethod
    def _moment(body: Body, name: str) -> bool:
        """Return whether there is a moment, or a whole day where it lasts all day."""
        moment: Any = body.get(name) or {}
        return "date" in moment if body.get("isAllDay") else "dateTime" in moment and "timeZone" in moment

    def _person(self, union_id: object) -> Person:
        for person in self._world.people.values():
            if person.union_id == union_id and person.staff_id is not None:
                return person
        raise Refused(WRONG)

    def _show(self, key: str, call: Call, door: Door, people: list[Person], text: str) -> None:
        for person in people:
            shown = Shown(
                key=key,
                by=call.app.client_id,
                chat=person.name,
                at=self._world.now,
                door=door,
                kind=door.value,
                text=text,
                card=call.body,
            )
            self._world.record.show(shown)
