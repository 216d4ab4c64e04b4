"""The platform's own generated client puts to-dos and calendar entries on the simulator, changes them, and ends them."""

from collections.abc import AsyncIterator
from typing import Final

import pytest
from alibabacloud_dingtalk.calendar_1_0 import models as calendar
from alibabacloud_dingtalk.calendar_1_0.client import Client as Calendar
from alibabacloud_dingtalk.todo_1_0 import models as todo
from alibabacloud_dingtalk.todo_1_0.client import Client as Todo
from alibabacloud_tea_util.models import RuntimeOptions

from bot.clock import WallClock
from tests.simulators.dingtalk.simulator import Simulator
from tests.simulators.test_dingtalk_clients import ROBOT, SECRET, config, token

PERSON: Final = "张明远"
PAGE: Final = "https://bot.example/1"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(clock=WallClock()) as simulator:
        simulator.add_stream_robot(ROBOT, secret=SECRET, name="小助手")
        simulator.add_members(PERSON)
        yield simulator


def shown(simulator: Simulator) -> list[str]:
    return [one.text for one in simulator.shown(PERSON)]


async def test_a_to_do_is_put_on_the_list_changed_and_done(simulator: Simulator) -> None:
    client, options = Todo(config(simulator)), RuntimeOptions()
    union, key = simulator.world.people[PERSON].union_id, await token(simulator)
    request = todo.CreateTodoTaskRequest(
        operator_id=union,
        source_id="p-1",
        subject="办理尾号 1",
        creator_id=union,
        executor_ids=[union],
        is_only_show_executor=True,
        detail_url=todo.CreateTodoTaskRequestDetailUrl(app_url=PAGE, pc_url=PAGE),
    )
    headers = todo.CreateTodoTaskHeaders(x_acs_dingtalk_access_token=key)
    task = (await client.create_todo_task_with_options_async(union, request, headers, options)).body.id
    changing = todo.UpdateTodoTaskHeaders(x_acs_dingtalk_access_token=key)
    later = todo.UpdateTodoTaskRequest(operator_id=union, subject="办理尾号 2", due_time=1_800_000_000_000)
    changed = await client.update_todo_task_with_options_async(union, task, later, changing, options)
    assert (changed.body.result, shown(simulator)) == (True, ["办理尾号 2"])
    done = todo.UpdateTodoTaskRequest(operator_id=union, done=True)
    await client.update_todo_task_with_options_async(union, task, done, changing, options)
    assert shown(simulator) == []
    assert simulator.breaches == []


async def test_a_meeting_is_put_into_the_calendar_moved_and_taken_out(simulator: Simulator) -> None:
    client, options = Calendar(config(simulator)), RuntimeOptions()
    union, key = simulator.world.people[PERSON].union_id, await token(simulator)
    request = calendar.CreateEventRequest(
        summary="接待选民",
        start=calendar.CreateEventRequestStart(date_time="2026-11-27T09:00:00+08:00", time_zone="Asia/Shanghai"),
        end=calendar.CreateEventRequestEnd(date_time="2026-11-27T11:30:00+08:00", time_zone="Asia/Shanghai"),
        location=calendar.CreateEventRequestLocation(display_name="李村村委会"),
    )
    creating = calendar.CreateEventHeaders(x_acs_dingtalk_access_token=key, x_client_token="once")
    made = await client.create_event_with_options_async(union, "primary", request, creating, options)
    again = await client.create_event_with_options_async(union, "primary", request, creating, options)
    assert (again.body.id, shown(simulator)) == (made.body.id, ["接待选民"])
    moved = calendar.PatchEventRequest(
        id=made.body.id,
        summary="接待选民，改到下午",
        start=calendar.PatchEventRequestStart(date_time="2026-11-27T15:00:00+08:00", time_zone="Asia/Shanghai"),
    )
    patching = calendar.PatchEventHeaders(x_acs_dingtalk_access_token=key)
    await client.patch_event_with_options_async(union, "primary", made.body.id, moved, patching, options)
    assert shown(simulator) == ["接待选民，改到下午"]
    deleting = calendar.DeleteEventHeaders(x_acs_dingtalk_access_token=key)
    nothing = calendar.DeleteEventRequest()
    await client.delete_event_with_options_async(union, "primary", made.body.id, nothing, deleting, options)
    assert shown(simulator) == []
    assert simulator.breaches == []
