"""What people read about interviews that deputies ask for (domain §2.1.14, §4.10)."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.dates.texts import day_words, month_day
from handlers.document import Cell, Document
from handlers.meetings.rules.interviews import Interview, Topic
from handlers.people.rules.roster import Station
from handlers.petitions.rules.categories import CATEGORIES


def asked(interview: Interview) -> str:
    return f"好的，约见{interview.official}（{interview.subject}）记下了，定了时间地点告诉您。"


def for_staff(interview: Interview, name: str) -> str:
    """Tell staff who would like to meet whom, with what is open about it."""
    return (
        f"第{interview.number}号约见：{name}代表想约见{interview.official}，事由：{interview.subject}。\n"
        f"{_open(interview.topics)}\n"
        f"定了发：约见单 {interview.number} 4月20日 上午9点 镇政府二楼"
    )


def _open(topics: Sequence[Topic]) -> str:
    if not topics:
        return "手上没有相关的没办结的事。"
    return f"手上没办结的：{'；'.join(map(topic, topics))}。"


def topic(one: Topic) -> str:
    """How many matters are open about a subject, and where; in nobody's words."""
    places = f"（{'、'.join(one.villages)}）" if one.villages else ""
    return f"{CATEGORIES[one.category].topic}{one.matters}件{places}"


def arranged(interview: Interview, on: date) -> str:
    return f"您约见{interview.official}的事定了：{day_words(on)}，{interview.place}。要谈的：{interview.subject}。"


def arranged_for_staff(interview: Interview, on: date) -> str:
    return f"好的，第{interview.number}号约见定在{day_words(on)}，{interview.place}，已告诉代表。约见单请查收（附件）。"


def written_down(interview: Interview) -> str:
    return f"好的，第{interview.number}号约见记下了。约见单请查收（附件）。"


def told_answer(interview: Interview) -> str:
    return f"您约见{interview.official}的答复：{interview.answer}"


def sheet_ready(interview: Interview) -> str:
    return f"第{interview.number}号约见单请查收（附件）。"


def listed(interviews: Sequence[Interview]) -> str:
    if not interviews:
        return "还没有代表约见。代表发“约见 供水公司 停水”，我就告诉您。"
    lines = [f"{one.number} {one.official}，{one.subject}，{_state(one)}" for one in reversed(interviews[-10:])]
    return "\n".join((*lines, "要约见单，发“约见单”加编号。"))


def _state(interview: Interview) -> str:
    if interview.answer:
        return "已答复"
    return f"定在{month_day(interview.on)}" if interview.on else "还没定时间"


def no_such_interview(number: int) -> str:
    return f"没有第{number}号约见。看有哪些，发“约见单”。"


def sheet(interview: Interview, name: str, station: Station, today: date) -> Document:
    """Return the 代表约见单 (domain §4.10)."""
    return Document(
        name=f"代表约见单{interview.number}号.docx",
        title="代表约见单",
        paragraphs=(f"编号：{interview.number}　　{station.name}　　打印时间：{today.year}年{month_day(today)}",),
        rows=tuple(_rows(interview, name)),
        footer=f"{station.name}（盖章）",
    )


def _rows(interview: Interview, name: str) -> Iterator[tuple[Cell, ...]]:
    when = "，".join(filter(None, (day_words(interview.on) if interview.on else "", interview.place)))
    yield Cell(label="约见人", value=name), Cell(label="被约见人", value=interview.official)
    yield (Cell(label="事项", value=interview.subject, lines=2),)
    yield (Cell(label="没办结的事", value="\n".join(map(topic, interview.topics)), lines=2),)
    yield (Cell(label="时间地点", value=when),)
    yield (Cell(label="答复", value=interview.answer, lines=8),)
    yield (Cell(label="后续", value=interview.follow_up, lines=5),)
    yield Cell(label="代表签名", lines=2), Cell(label="被约见人签名", lines=2)
