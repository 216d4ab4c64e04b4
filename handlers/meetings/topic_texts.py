"""What people read about the weekly topic (domain §5.7)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from handlers.dates.texts import clock_words, day_words, month_day
from handlers.meetings.rules.records import TopicWeek, View
from handlers.meetings.rules.topic import Hindrance, PassedOver, Proposal
from handlers.message import Choice
from handlers.people.rules.roster import Topic
from handlers.petitions.hot_issues_texts import reason
from handlers.petitions.rules.categories import CATEGORIES, OTHER
from handlers.petitions.rules.hot_issues import HotIssue
from handlers.words import Plain

PUBLISH_CHOICES: Final = (
    Choice(digit=1, label="发布", plain=Plain.SURE, also=("发", "发吧", "就这样发")),
    Choice(digit=2, label="重写", plain=Plain.NO, also=("先不发", "不发", "改一改")),
)
LONGEST_POST: Final = 200
GROUPS_SHOWN: Final = 20
NO_DECISIONS: Final = frozenset({"没有", "没", "无", "没定", "没有定"})
NUMBERING: Final = "0123456789 .、．)）:："


# --- to the groups ---


def opening(topic: str, discussion: date, settings: Topic) -> str:
    """MSG-Z1, without how many deputies come, for they are not invited yet; and how a view is told from other talk."""
    return (
        f"这周议事说“{topic}”。您怎么看，哪里做得不好，怎么办好，@我说。\n"
        f"{day_words(discussion)}{clock_words(settings.discussion_at)}，代表在{settings.place}坐下来商量，结果告诉大家。\n"
        "开头写“议事”两个字，我就记成您的意见。"
    )


def nudge(topic: str, views: int) -> str:
    """MSG-Z3."""
    if views == 0:
        return f"“{topic}”还没有收到意见，想听听您的。一句话也行。"
    return f"“{topic}”已经收到{views}条意见，想听听您的。一句话也行。"


def no_topic(*, next_week: bool) -> str:
    """MSG-Z6; the week before says it where groups are told nothing in the week itself."""
    return f"{'下' if next_week else '这'}周放假，不议事。有事照样@我。"


def summary(week: TopicWeek, deputies: int, others: int) -> str:
    """MSG-Z5."""
    people = [f"{deputies}位代表"] if deputies else []
    people += [f"{others}位乡亲"] if others else []
    said = f"，{'、'.join(people)}说了{len(week.views)}条" if people else ""
    if not week.decisions:
        return f"这周议“{week.topic}”{said}。还没有定下来，接着办。谢谢大家。"
    listed = "\n".join(f"{number} {line}" for number, line in enumerate(week.decisions, start=1))
    return f"这周议“{week.topic}”{said}。定下：\n{listed}\n没定的接着办。谢谢大家。"


# --- to those who speak ---


def shown(week: TopicWeek) -> str:
    return f"这周议事说“{week.topic}”，已有{len(week.views)}条意见。想说的发“议事”加您的话。"


NO_WEEKLY_TOPICS: Final = "本站没有开周议事，要开请在配置里写上 topic。"
NONE_SET: Final = "这周还没有定议题。有事直接跟我说就行。"
THANKS: Final = "谢谢，您的意见记下了，结果告诉大家。"
THANKS_AGAIN: Final = "好的，又记下一条。"


# --- to staff, moderator and head ---


def topic_set(
    topic: str, at: datetime, passed_over: Sequence[PassedOver], this_monday: date, instead_of: str | None
) -> str:
    """Say when a topic is posted, why not sooner, and which topic it takes the place of."""
    why = f"。{_why(passed_over, this_monday)}，" if passed_over else "，"
    replaced = "" if instead_of is None else f"原来定的“{instead_of}”不发了，"
    return f"好的，议题“{topic}”{why}{replaced}{_when(at)}发到群里。那之前还可以改。"


def topic_set_now(topic: str) -> str:
    return f"好的，议题“{topic}”，现在就发到群里。"


def carried_over(topic: str, at: datetime, passed_over: Sequence[PassedOver], this_monday: date) -> str:
    """Tell the head that a topic is posted in a later week than it would have been, and why."""
    return f"议题“{topic}”改到{_when(at)}发到群里：{_why(passed_over, this_monday)}。那之前还可以改。"


def given_up(topic: str, weeks: int) -> str:
    return f"议题“{topic}”发不了：{_no_room(weeks)}"


def no_room(weeks: int) -> str:
    return f"没有记下这个议题：{_no_room(weeks)}"


def _no_room(weeks: int) -> str:
    return f"往后{weeks}周，每周前几天群里的消息都排满了。可以少发一两种通知，或请代表在群里说一声。"


WHY_NOT: Final[Mapping[Hindrance, str]] = {
    Hindrance.POSTED: "的议题已经发过了",
    Hindrance.LATE: "已经过了发议题的日子",
    Hindrance.HOLIDAY: "放假",
    Hindrance.FULL: "群里的消息排满了",
    Hindrance.TAKEN: "已定了别的议题",
}


def _why(passed_over: Sequence[PassedOver], this_monday: date) -> str:
    return "，".join(
        f"{'这周' if one.monday == this_monday else _week(one.monday)}{WHY_NOT[one.why]}" for one in passed_over
    )


def _when(at: datetime) -> str:
    return f"{day_words(at.date())}{clock_words(at.timetz().replace(tzinfo=None))}"


def partly_posted(topic: str, groups: Sequence[str]) -> str:
    return f"这周的议题“{topic}”没能按时发到{'、'.join(groups)}，不再补发。可以请代表在群里说一声。"


def unset(monday: date) -> str:
    return f"{_week(monday)}还没有定议题。定好发给我就行，例如：议题 停车难"


UNDECIDED: Final = "上次议了，还没定下来"
STILL_TO_DO: Final = "上次定下的事过了日子还没办完"
AT_WORK: Final = "现在的中心工作"


def told_by(issue: HotIssue) -> str:
    """Why a matter many voters have told is proposed."""
    return f"{reason(issue)}，比如“{issue.words}”"


def proposals(topics: Sequence[Proposal]) -> str:
    """What may be talked over, each with the digit that sets it and the reason for it."""
    if not topics:
        return "近一个月没有几位乡亲一起反映的事。要定议题，发“议题”加题目，例如：议题 停车难"
    lines = [f"{digit} “{one.title}”：{one.reason}" for digit, one in enumerate(topics, start=1)]
    return "\n".join(("可以做议题的：", *lines, "定哪一个回前面的数字，或发“议题”加题目。"))


def proposed_title(issue: HotIssue) -> str:
    """What a group may read of it: where and what it is about by the station's own lists, in nobody's words."""
    topic = CATEGORIES[issue.category or OTHER].topic
    return f"{issue.villages[0]}：{topic}" if len(issue.villages) == 1 else topic


def _week(monday: date) -> str:
    return f"{month_day(monday)}那一周"


def material(topic: str, groups: Sequence[Sequence[View]], left: Sequence[str]) -> str:
    """MSG-Z4: the views without names, those that say the same together, and what is left from before."""
    count = sum(map(len, groups))
    head = f"议事材料：“{topic}”本周意见{count}条" + (f"，归成{len(groups)}类：" if count else "。")
    lines = [f"{number} {_together(views)}" for number, views in enumerate(groups[:GROUPS_SHOWN], start=1)]
    more = [f"还有{len(groups) - GROUPS_SHOWN}类。"] if len(groups) > GROUPS_SHOWN else []
    still = [f"上次定的事还有{len(left)}件没完：{'；'.join(left)}。"] if left else []
    return "\n".join((head, *lines, *more, *still))


def _together(views: Sequence[View]) -> str:
    said = "；".join(dict.fromkeys(view.text for view in views))
    return said if len(views) == 1 else f"（{len(views)}条）{said}"


def ask_decisions(week: TopicWeek) -> str:
    """Ask the moderator what came of it."""
    return f"“{week.topic}”议得怎么样？本周意见{len(week.views)}条。\n{ASK_DECISIONS}"


def settled(week: TopicWeek) -> str:
    """Tell those who raised it what was settled, as the groups are told."""
    if not week.decisions:
        return f"您说过的“{week.topic}”，这周坐下来议了，还没有定下来，接着办。"
    listed = "\n".join(f"{number} {line}" for number, line in enumerate(week.decisions, start=1))
    return f"您说过的“{week.topic}”，这周坐下来议了，定下：\n{listed}\n办好了我再告诉您。"


NOTHING_DECIDED: Final = "没有定下来，接着办。"
ASK_DECISIONS: Final = "定下了什么，一行一件发给我，例如：\n北街划20个车位（城管队，12月1日前）\n什么都没定发“没有”。"
TOO_LONG: Final = f"发到群里超过{LONGEST_POST}字了，请写短些再发一次。"


def preview(text: str) -> str:
    return f"{text}\n\n发布回 1，重写回 2。"


PUBLISHED: Final = "好的，小结发到群里，提过的乡亲也单独告诉了。"
KEPT_ONLY: Final = "已经过了发小结的日子，只留档，不再发群里。"
