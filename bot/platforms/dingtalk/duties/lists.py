"""A member's own lists: the to-dos, and the calendar. What is entered there is his own, and nobody else sees it.

How entries are changed and taken off stands in the platform's own client (alibabacloud-dingtalk, todo_1_0 and
calendar_1_0); the rest in protocol §5.6.
"""

from datetime import datetime
from typing import Protocol

from yarl import URL

from bot.platforms.base import Rejected
from bot.platforms.dingtalk.calls.answers import Answer
from bot.platforms.dingtalk.calls.application import Application
from handlers.dates.china_time import CHINA_TIME
from handlers.ports import Duty, Entered


class List(Protocol):
    """One kind of list, for everybody. Everything here raises `DeliveryError`."""

    async def enter(self, entered: Entered) -> str:
        """Return the platform's id of an entry: of the one that its token stands for, if there is one already."""
        ...

    async def change(self, entered: Entered, duty: Duty) -> None:
        """Have an entry say what *duty* is now."""
        ...

    async def close(self, entered: Entered) -> None:
        """Have it done with an entry."""
        ...


class Todos:
    """To-dos; a click on one opens *page*."""

    def __init__(self, application: Application, page: str) -> None:
        self._application = application
        self._page = page

    async def enter(self, entered: Entered) -> str:
        body = {
            "sourceId": entered.token,
            "creatorId": entered.owner,
            "executorIds": [entered.owner],
            "detailUrl": {"appUrl": self._page, "pcUrl": self._page},  # asked for since 2024-02-01
            "isOnlyShowExecutor": True,
            **_to_be_done(entered.duty),
        }
        return _id_of(await self._application.call("POST", _todos(entered), body))

    async def change(self, entered: Entered, duty: Duty) -> None:
        await self._application.call("PUT", _todos(entered), _to_be_done(duty))

    async def close(self, entered: Entered) -> None:
        await self._application.call("PUT", _todos(entered), {"done": True})


class Calendars:
    """Everybody's first calendar."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def enter(self, entered: Entered) -> str:
        path, body = _events(entered), _to_be_at(entered.duty)
        return _id_of(await self._application.call("POST", path, body, once=entered.token))

    async def change(self, entered: Entered, duty: Duty) -> None:
        await self._application.call("PUT", _events(entered), {"id": entered.id, **_to_be_at(duty)})

    async def close(self, entered: Entered) -> None:
        await self._application.call("DELETE", _events(entered), None)


def _id_of(answer: Answer) -> str:
    if not answer.id:
        raise Rejected("no id")
    return answer.id


def _todos(entered: Entered) -> str:
    """Return where a member's to-dos are, or the one that is known by its id."""
    path = URL("/v1.0/todo/users") / entered.owner / "tasks"
    return str((path / entered.id if entered.id else path).with_query(operatorId=entered.owner))


def _events(entered: Entered) -> str:
    """Return where a member's events are, or the one that is known by its id."""
    path = URL("/v1.0/calendar/users") / entered.owner / "calendars/primary/events"
    return str(path / entered.id if entered.id else path)


def _to_be_done(duty: Duty) -> dict[str, object]:
    due = {} if duty.ends is None else {"dueTime": int(duty.ends.timestamp() * 1000)}
    return {"subject": duty.text, **due}


def _to_be_at(duty: Duty) -> dict[str, object]:
    return {
        "summary": duty.text,
        "start": _moment(duty.begins),
        "end": _moment(duty.ends),
        "location": {"displayName": duty.place},
    }


def _moment(moment: datetime | None) -> dict[str, str]:
    assert moment is not None, "only what has hours stands in a calendar"
    return {"dateTime": moment.astimezone(CHINA_TIME).isoformat(timespec="seconds"), "timeZone": CHINA_TIME.key}
