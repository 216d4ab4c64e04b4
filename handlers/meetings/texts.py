"""What people read about reception days (domain §5.6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from handlers.dates.texts import clock_words, day_words, hours_words, month_day
from handlers.meetings.calendar_texts import BY_APPOINTMENT, remarks
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.naming import called
from handlers.meetings.rules.nominal_days import ByAppointment
from handlers.meetings.rules.records import ReceptionDay
from handlers.meetings.rules.station_days import StationDay
from handlers.message import Choice
from handlers.people.rules.roster import Deputy, Reception, Station
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.showing import impersonal
from handlers.words import Plain

CAN_COME_CHOICES: Final = (
    Choice(digit=1, label="能来", plain=Plain.YES, also=("来", "能到", "可以来", "去", "能去", "到")),
    Choice(
        digit=2, label="不能来", plain=Plain.NO_THANKS, also=("来不了", "去不了", "不来", "不能去", "没空", "没时间")
    ),
)
STEP_IN_CHOICES: Final = (
    Choice(digit=1, label="方便", plain=Plain.YES),
    Choice(digit=2, label="不方便", plain=Plain.NO_THANKS, also=("没空", "没时间")),
)
SOME_DEPUTIES: Final = "值班代表"
DEPUTIES: Final = "代表"
RECEIVING: Final = "接待代表"
IN_THEIR_PLACE: Final = "接待人"


def place_of(one: StationDay, station: Station) -> str:
    """Return where a reception is held."""
    return one.place or place_of_reception(one.reception, station)


def places_of(days: Iterable[Held]) -> str:
    """Return where the receptions of one date are held."""
    return "、".join(dict.fromkeys(place_of(day.planned, day.station) for day in days))


def place_of_reception(reception: Reception, station: Station) -> str:
    """Return where a reception is held as ever."""
    point = station.point(reception.point)
    return station.address if point is None else point.address


def names_of(day: Held) -> str:
    """Return who receives, as voters are told: where no deputy can, whoever of the station does."""
    return _named(day.deputies, day.station) or fallback_of(day)


def _named(deputies: Iterable[Deputy], station: Station) -> str:
    return "、".join(called(deputy, station.deputies) for deputy in deputies)


def fallback_of(day: Held) -> str:
    """Return who of the station receives where no deputy can."""
    return next((one.name for one in day.station.staff if one.person == day.fallback), SOME_DEPUTIES)


def _which(one: StationDay, station: Station) -> str:
    """Return day and place, for several places may receive on one day."""
    return f"{month_day(one.day.date)}{place_of(one, station)}"


def hours_of(one: StationDay) -> str:
    return hours_words(one.reception.start, one.reception.end)


# --- to deputies, staff and head ---


def can_you_come(deputy: Deputy, one: StationDay, station: Station, answer_by: date | None) -> str:
    """MSG-J1; a deputy who is asked late is asked for an answer soon."""
    soon = "尽快" if answer_by is None else f"{month_day(answer_by)}前"
    return (
        f"{deputy.surname}代表您好，{day_words(one.day.date)}{hours_of(one)}在{place_of(one, station)}接待选民，请您参加。\n"
        f"能来回 1，不能来回 2。能否请您{soon}告诉我，好安排替换。"
    )


def can_you_come_after_all(one: StationDay, phone: str) -> str:
    """MSG-J2."""
    return f"再和您确认一下{month_day(one.day.date)}的接待，能来回 1，不能来回 2。忙的话打 {phone} 也行。"


def step_in(deputy: Deputy, one: StationDay, station: Station) -> str:
    """MSG-J3, with the hours and the place one has to know to say yes."""
    when = f"{day_words(one.day.date)}{hours_of(one)}"
    return (
        f"{deputy.surname}代表，{when}在{place_of(one, station)}接待，有一位代表来不了，您方便顶一下吗？\n"
        "方便回 1，不方便回 2。"
    )


def list_for_head(days: Sequence[Held], until: date | None) -> str:
    """MSG-J4 for the places of one date, without posters.

    *until* is when voters are told, None where it must be settled soon.
    """
    by = "请尽快定。" if until is None else f"请于{month_day(until)}前定。"
    if len(days) == 1:
        (day,) = days
        return f"{_which(day.planned, day.station)}接待名单：{_listed(day)}{by}"
    lines = (f"{place_of(day.planned, day.station)}：{_listed(day)}" for day in days)
    return "\n".join((f"{month_day(days[0].date)}{len(days)}处接待名单：", *lines, by))


def _listed(day: Held) -> str:
    """Return who receives, who of them has not confirmed, how many are missing and which offices are to be told."""
    unconfirmed = _named(day.unconfirmed, day.station)
    if not day.deputies:
        listed = f"还没有代表，先由{fallback_of(day)}接待"
    elif len(day.unconfirmed) == len(day.deputies):
        listed = f"{names_of(day)}，都还没确认"
    else:
        listed = names_of(day) + (f"；未确认 {unconfirmed}" if unconfirmed else "，都已确认")
    gap = f"，还差{day.missing}位{_asked_instead(day)}" if day.missing else ""
    return f"{listed}{gap}。{offices_to_tell(day)}"


def offices_to_tell(day: Held) -> str:
    """Return which offices somebody has to tell, for the bot cannot; empty where none receives beside the deputies."""
    return f"参加部门：{'、'.join(day.kept.offices)}，请通知。" if day.kept.offices else ""


def _asked_instead(day: Held) -> str:
    asked = _named(day.asked_to_step_in, day.station)
    return f"（已问{asked}）" if asked else ""


def will_come(one: StationDay, station: Station) -> str:
    return f"好的，{month_day(one.day.date)}{clock_words(one.reception.start)}，{place_of(one, station)}见。"


def cannot_come(day: Held) -> str:
    """Thank whoever cannot come, and name who is asked instead: it is never nobody."""
    asked = _named(day.asked_to_step_in, day.station)
    if asked:
        return f"好的，记下了，我请{asked}代表替您。"
    if day.missing:
        return f"好的，记下了。暂时没有别的代表，{'人手不够时' if day.deputies else ''}由{fallback_of(day)}接待，站里会再安排。"
    return "好的，记下了，人手够，谢谢您告诉我。"


SEAT_TAKEN: Final = "谢谢您，这一次已经有代表顶上了，不用您来了。"
NOT_HELD: Final = "这次接待已经过去或者取消了，不用您再答复。谢谢您。"


def declined(name: str, day: Held, reason: str) -> str:
    """Tell staff who cannot come and who was asked instead; where nobody is left, who receives until they decide."""
    asked = _named(day.asked_to_step_in, day.station)
    if asked:
        then = f"已问{asked}代表能不能顶上"
    elif day.missing:
        then = f"没有可以替换的代表了，先定{fallback_of(day)}{'补上' if day.deputies else '接待'}，请您安排"
    else:
        then = "其余的代表够了"
    why = f"（{reason}）" if reason else ""
    return f"{name}代表{_which(day.planned, day.station)}的接待来不了{why}，{then}。"


def stepped_in(name: str, one: StationDay, station: Station) -> str:
    """Tell staff that the gap is filled."""
    return f"{name}代表答应参加{_which(one, station)}的接待。"


def tomorrow_for_fallback(one: StationDay, station: Station, today: date) -> str:
    """Tell who of the station has to receive because no deputy can."""
    return f"{_near(one.day.date, today)}{hours_of(one)}{place_of(one, station)}的接待没有代表能来，请您在场接待，把大家说的记下来。"


def tomorrow_for_deputy(deputy: Deputy, day: Held, today: date, to_do: Sequence[Petition], shown: int) -> str:
    """MSG-J7, a question to whoever has not answered yet; a deputy with nothing to answer is not told so."""
    one, station = day.planned, day.station
    silent = "还没等到您的答复。能来回 1，不能来回 2。来的话" if deputy in day.unconfirmed else ""
    when = f"{_near(one.day.date, today)}{hours_of(one)}{place_of(one, station)}"
    text = f"{deputy.surname}代表，{when}接待，{silent}请带代表证。"
    if to_do:
        listed = "；".join(f"尾号 {petition.tail} {impersonal(petition.summary)}" for petition in to_do[:shown])
        text += f"待办 {len(to_do)} 件要当面答复：{listed}"
    return text


def not_announced(one: StationDay, station: Station) -> str:
    """Tell the head that voters were not told in time."""
    return f"{_which(one, station)}的接待没能提前发公告，现在已经来不及了，请用别的办法告诉选民。"


# --- to the groups ---


def announcement(day: Held) -> str:
    """MSG-J5, saying so where the day was moved or may still move."""
    one, station = day.planned, day.station
    return "\n".join(
        (
            f"【选民接待日】{day_words(one.day.date)}{hours_of(one)}",
            *remarks(one.day),
            f"地点：{place_of(one, station)}",
            f"{RECEIVING if day.deputies else IN_THEIR_PLACE}：{names_of(day)}",
            *((f"参加部门：{'、'.join(day.kept.offices)}",) if day.kept.offices else ()),
            "路灯、道路、用水、环境、办事等，都可以来说。来不了，@我说也一样。",
            f"打官司、举报、信访的事另有地方办，问我就行。请相互转告。{_number(day.kept)}",
        )
    )


def _number(kept: ReceptionDay) -> str:
    """Return under which number a day is announced, so that what comes later can refer to it."""
    return "" if kept.notice is None else f"〔{kept.notice.year}〕{kept.notice.number}号"


def refers_to(kept: ReceptionDay) -> str:
    """Return which announcement a piece of news is about, where the groups have had one."""
    return "" if kept.announced is None or kept.notice is None else f"（原公告{_number(kept)}）"


def tomorrow(one: StationDay, station: Station, today: date) -> str:
    """MSG-J6."""
    return (
        f"{_near(one.day.date, today)}（{month_day(one.day.date)}）{hours_of(one)}，代表在{place_of(one, station)}等您。"
        f"带上照片更清楚。电话 {station.phone}。"
    )


def _near(day: date, today: date) -> str:
    """A reminder that comes late is read on the day itself."""
    return "今天" if day == today else "明天"


def begins(day: Held) -> str:
    """MSG-J8; nobody is named as being there who has not said so."""
    one = day.planned
    who = _named(day.there, day.station) or (DEPUTIES if day.deputies else fallback_of(day))
    return f"现在开始接待了，{who}在{place_of(one, day.station)}，到{clock_words(one.reception.end)}。"


def deputies_changed(day: Held) -> str:
    """Tell the groups who receives now that others were announced."""
    return f"{month_day(day.date)}的接待，代表改为{names_of(day)}，时间地点不变。请相互转告。{refers_to(day.kept)}"


def called_off(kept: ReceptionDay, day: date, reason: str, following: date | None, phone: str) -> str:
    """MSG-J12."""
    then = "" if following is None else f"，下次{day_words(following)}"
    return f"{month_day(day)}的接待因{reason}不办了{then}。急事打 {phone}。{refers_to(kept)}"


def need_not_come(deputy: Deputy, day: date, reason: str) -> str:
    return f"{deputy.surname}代表，{month_day(day)}的接待因{reason}不办了，您不用来了。"


def cancellation_noted(day: date, groups: int) -> str:
    return f"{month_day(day)}的接待已取消，{groups}个群和接待代表由我通知。"


# --- to anybody ---


def next_receptions(days: Iterable[Held], station: Station) -> str:
    """Tell when, where and by whom voters are received next."""
    lines = [
        f"{day_words(day.date)}{hours_of(day.planned)}，{place_of(day.planned, station)}，{names_of(day)}"
        f"{_in_brackets(remarks(day.planned.day))}"
        for day in days
    ]
    lines += [
        f"{place_of_reception(one, station)}：{BY_APPOINTMENT}，想来先说一声。"
        for one in station.receptions
        if isinstance(one.rule.days, ByAppointment)
    ]
    if not lines:
        return f"近两个月没有安排接待日。有事随时@我，或打 {station.phone}。"
    return "\n".join(("接待日：", *lines))


def _in_brackets(sentences: Sequence[str]) -> str:
    return "".join(f"（{one.rstrip('。')}）" for one in sentences)


def no_reception_that_day(day: date, upcoming: Sequence[date]) -> str:
    listed = f"接下来的是{'、'.join(map(month_day, upcoming))}。" if upcoming else ""
    return f"{month_day(day)}没有要办的接待。{listed}"
