"""The record of a reception day on paper, and what head and staff are told of its matters (domain §4.2, MSG-J14)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from handlers.dates.china_time import CHINA_TIME, day_of
from handlers.dates.texts import day_words, hours_words, month_day
from handlers.document import Cell, Document
from handlers.meetings.matters import Brought, Matters
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.naming import called
from handlers.meetings.texts import fallback_of, place_of
from handlers.people.rules.roster import Deputy, PersonId
from handlers.people.texts import mandates
from handlers.petitions.rules.categories import CATEGORIES
from handlers.petitions.rules.petition import Action, Petition, Rating, Track
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.rules.states import CLOSED
from handlers.petitions.texts import RATINGS, stage

NameOf = Callable[[PersonId | None], str | None]

FOOTER: Final = "本表含个人信息，仅限办理使用"
BOX, TICKED = "□", "☑"
WAYS: Final = (
    "当场答复", "交村（社区）", "交乡镇（街道）", "形成代表建议", "请上级代表提出", "引导到有关渠道（六类之____）",
)  # fmt: skip
ON_THE_SPOT, _, TO_TOWNSHIP, AS_SUGGESTION, TO_THOSE_ABOVE, ELSEWHERE = WAYS
MOST_SPEAKERS: Final = 5  # domain §4.2: of several people who come with one matter


# --- on paper ---


def record(day: Held, brought: Brought, matters: Matters, name_of: NameOf, at: datetime) -> Document:
    """Return the record of a reception: the day, then each matter in the voter's own words."""
    return Document(
        name=f"接待记录{day.date}（{place_of(day.planned, day.station)}）.docx",
        title="选民接待登记表",
        paragraphs=(f"编号：{number(day)}　　打印时间：{_moment(at)}",),
        rows=(*_day(day, brought), *_matters(day, brought, matters, name_of)),
        footer=FOOTER,
    )


def number(day: Held) -> str:
    """Return by what the record is filed: the station's code, the date, and the place where it is a point."""
    return f"{day.station.code}接{day.date:%Y%m%d}" + (f"-{day.kept.point}" if day.kept.point else "")


def _moment(at: datetime) -> str:
    return f"{_date(at)}{at.astimezone(CHINA_TIME):%H:%M}"


def _date(at: datetime | None) -> str:
    return "" if at is None else f"{day_of(at).year}年{month_day(day_of(at))}"


def _day(day: Held, brought: Brought) -> Iterator[tuple[Cell, ...]]:
    reception = day.planned.reception
    yield (
        Cell(label="接待日期", value=f"{day.date.year}年{day_words(day.date)}"),
        Cell(label="时段", value=hours_words(reception.start, reception.end)),
    )
    yield (
        Cell(label="接待地点", value=place_of(day.planned, day.station)),
        Cell(label="记录人", value=day.kept.recorder),
    )
    yield (Cell(label="接待代表", value=_deputies(day, day.deputies) or fallback_of(day)),)
    present = [one for person in day.kept.present or () if (one := day.station.deputy(person)) is not None]
    yield (Cell(label="到场代表", value=_deputies(day, present), lines=1 if present else 2),)
    yield (Cell(label="参加部门", value="、".join(day.kept.offices)),)
    people = "" if brought.told is None else f"{brought.told.people}人"
    yield Cell(label="来访人数", value=people), Cell(label="记下事项", value="，".join(_told_and_entered(brought)))


def _deputies(day: Held, deputies: Iterable[Deputy]) -> str:
    return "；".join(f"{called(one, day.station.deputies)}（{mandates(one, day.station)}）" for one in deputies)


def _people(day: Held, petition: Petition) -> int:
    return next((one.people for one in day.kept.received if one.petition == petition.id), 1)


def _matters(day: Held, brought: Brought, matters: Matters, name_of: NameOf) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of each matter, and those of one to be written by hand where something was not entered."""
    for number, one in enumerate(matters.petitions, start=1):
        yield (Cell(label=f"第{number}件", value=f"关联编号 {one.id}", heading=True),)
        yield from _matter(one, _people(day, one), name_of)
    told = brought.told
    if (told is None and not matters.petitions) or (told is not None and told.matters > brought.entered.matters):
        yield (Cell(label="没登记的", value="先写在这里，登记后写上关联编号：", heading=True),)
        yield from _form()


def _matter(petition: Petition, people: int, name_of: NameOf) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of one matter; who came is written in by hand, or stays out where that is asked for."""
    category = CATEGORIES.get(petition.category or "")
    asked = next((step.at for step in reversed(petition.history) if step.action is Action.SURVEY), None)
    return _form(
        people=f"{people}人（代表不超过{MOST_SPEAKERS}人）" if people > MOST_SPEAKERS else f"{people}人",
        said=petition.text,
        category="" if category is None else f"{category.field}·{category.topic}",
        taken=_ways(petition),
        answer=petition.answer or "",
        unit=petition.unit or name_of(petition.deputy) or "",
        due=_date(petition.due),
        result=stage(petition),
        asked=_date(asked),
        rating="" if petition.rating is None else RATINGS[Rating(petition.rating)],
    )


def _form(
    *,
    people: str = "",
    said: str = "",
    category: str = "",
    taken: Collection[str] = (),
    answer: str = "",
    unit: str = "",
    due: str = "",
    result: str = "",
    asked: str = "",
    rating: str = "",
) -> Iterator[tuple[Cell, ...]]:
    """Yield the boxes for one matter, filled in as far as that is known, the ways that were *taken* ticked."""
    yield Cell(label="来访选民"), Cell(label="性别、年龄段")
    yield Cell(label="所在村、网格"), Cell(label="电话")
    yield Cell(label="人数", value=people), Cell(label="要求保密", value=f"{BOX} 是　　{BOX} 否")
    yield (Cell(label="反映内容\n（原话）", value=said, lines=2 if said else 4),)
    yield (Cell(label="涉及类别", value=category),)
    yield (Cell(label="初步意见"),)
    ways = [f"{TICKED if way in taken else BOX} {way}" for way in WAYS]
    yield (Cell(label="处理方式", value="\n".join("　".join(line) for line in (ways[:3], ways[3:])), lines=2),)
    yield (Cell(label="答复内容", value=answer, lines=2),)
    yield Cell(label="承办单位", value=unit), Cell(label="办理期限", value=due)
    yield Cell(label="办理结果", value=result), Cell(label="选民评价", value=rating)
    yield Cell(label="反馈日期", value=asked), Cell(label="反馈方式")
    yield Cell(label="选民签名", lines=2), Cell(label="接待代表签名")


def _ways(petition: Petition) -> Collection[str]:
    """Return the ways a matter took from the table, of those there are (domain §4.2)."""
    actions = {step.action for step in petition.history}
    taken = {
        ON_THE_SPOT: Action.ANSWER_ON_SPOT in actions,
        TO_TOWNSHIP: Action.DISPATCH in actions,
        AS_SUGGESTION: petition.track is Track.SUGGESTION,
        TO_THOSE_ABOVE: Action.ESCALATE in actions,
        ELSEWHERE: Action.REDIRECT in actions,
    }
    return [way for way, was_taken in taken.items() if was_taken]


def _due(petition: Petition) -> str:
    return "" if petition.due is None else month_day(petition.due.astimezone(CHINA_TIME).date())


# --- told ---


def told(day: Held, brought: Brought, matters: Matters) -> str:
    """MSG-J14, of *matters* as far as the reader may see them; people whom nobody has counted are left out."""
    head = f"{month_day(day.date)}{place_of(day.planned, day.station)}接待记录："
    if brought.told is not None and brought.told.people == 0:
        return f"{head}没有乡亲来。"
    people = "人数还没有人报" if brought.told is None else f"来{brought.told.people}人"
    numbers = _told_and_entered(brought)
    if not numbers:
        return f"{head}{people}。"
    noted, answered = numbers
    text = f"{head}{people}，{noted}。{answered}，交办{brought.handed_over}，引导{brought.redirected}。"
    due = sorted((one for one in matters.petitions if one.due is not None and one.state not in CLOSED), key=_due_at)
    return text + (f"到期最近的 尾号 {due[0].tail}（{_due(due[0])}）。" if due else "")


def _told_and_entered(brought: Brought) -> Sequence[str]:
    """Return how many matters there were and how many were answered, with what was entered where that differs.

    Nothing where nobody has told anything and nothing was entered.
    """
    told, entered = brought.counts, brought.entered
    if brought.told is None and not entered.matters:
        return ()
    noted = "" if told.matters == entered.matters else f"（登记了{entered.matters}件）"
    answered = "" if told.answered == entered.answered else f"（登记了{entered.answered}）"
    return f"{told.matters}件{noted}", f"当场答复{told.answered}{answered}"


def _due_at(petition: Petition) -> datetime:
    assert petition.due is not None
    return petition.due


def where_they_stand(day: Held, matters: Matters, days: int) -> str:
    """Tell where each matter of a reception stands."""
    head = f"{month_day(day.date)}{place_of(day.planned, day.station)}的接待过去{days}天，{len(matters.petitions)}件的下落："
    return "\n".join((head, *map(_standing, matters.petitions)))


def _standing(petition: Petition) -> str:
    due = f"，{_due(petition)}前" if petition.due is not None and petition.state not in CLOSED else ""
    return f"尾号 {petition.tail} {impersonal(petition.summary)}：{stage(petition)}{due}"


# --- at the table ---


def entered(day: Held, petition: Petition) -> str:
    """Confirm a matter that was entered at the table, and say how who brought it can follow it."""
    return (
        f"收到，已登记，尾号 {petition.tail}，{month_day(day.date)}接待第{len(day.kept.received)}件。\n"
        f"来人要查进展，发“取件码 {petition.tail}”，把码给他。当场答复了，发“答复 {petition.tail} 怎么答的”。"
    )


def attendance(came: str, missing: str) -> str:
    """Confirm who came."""
    return f"记下了，到场：{came}。" + (f"没到：{missing}。" if missing else "")


def no_reception_now(following: Held | None) -> str:
    """Say that nothing can be entered because nobody is received."""
    then = "" if following is None else f"下一次是{day_words(following.date)}。"
    return f"现在没有接待。{then}来信来电的发“新增 …”，走访听到的发“登记 …”。"


WITH_PLACE_TOLD: Final = "接访 {place} 2人 …"
WITH_PLACE_CAME: Final = "到场 {place} 都到了"


def which_reception(places: Sequence[str], example: str) -> str:
    listed = "、".join(places)
    return f"今天有{len(places)}处接待，请先写地方，例如“{example.format(place=places[0])}”。有：{listed}。"


def who_came(day: Held) -> str:
    names = " ".join(called(one, day.station.deputies) for one in day.deputies)
    return f"请写到场代表的姓名，例如“到场 {names}”；都到了就发“到场 都到了”。"
