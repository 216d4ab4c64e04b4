"""What `liaison-bot calendar` prints."""

from datetime import date

from handlers.meetings import calendar_texts
from handlers.meetings.activities import texts as activity_texts
from handlers.meetings.activities.calendar import OnCalendar
from handlers.meetings.calendar_rows import CalendarRow
from handlers.meetings.rules.station_days import NotHeld
from handlers.people.rules.roster import Reception, Station


def reception(row: CalendarRow) -> str:
    """Return a reception day and its notices in one line."""
    where = row["station"] if row["point"] is None else f"{row['station']}/{row['point']}"
    moved = f"（{row['moved_because']}）" if row["moved_because"] else ""
    note = f"（{row['note']}）" if "note" in row else ""
    return (
        f"{_with_weekday(row['date'])} {where}{moved}{note}：{row['notice_deputies']} 问代表，{row['announce']} 公告，"
        f"{row['reminder']} 提醒"
    )


def activity(one: OnCalendar, station: Station) -> str:
    """Return an activity in one line."""
    planned = one.planned
    what = activity_texts.on_calendar(planned, one.subject, one.change)
    moved = calendar_texts.moved_because(planned.day)
    remarks = [*([] if moved is None else [moved]), *([calendar_texts.TENTATIVE] if planned.day.tentative else [])]
    return (
        f"{_with_weekday(planned.date.isoformat())} {station.id} {what}{''.join(f'（{one}）' for one in remarks)}："
        f"{planned.start:%H:%M}，{planned.place}"
    )


def _with_weekday(day: str) -> str:
    """Return an ISO date as a calendar on the wall has it."""
    return f"{day} 周{'一二三四五六日'[date.fromisoformat(day).weekday()]}"


def not_held(station: Station, day: NotHeld) -> str:
    """Say on which day a reception is not held, and why."""
    why = calendar_texts.not_held(day, station.calendar)
    return f"{day.nominal} {_where(station, day.reception)}（{why}）"


def by_appointment(station: Station, reception: Reception) -> str:
    """Say that a reception has no day of its own."""
    return f"预约 {_where(station, reception)}：{calendar_texts.BY_APPOINTMENT}，{reception.start:%H:%M}—{reception.end:%H:%M}"


def _where(station: Station, reception: Reception) -> str:
    return station.id if reception.point is None else f"{station.id}/{reception.point}"
