"""What the head reads of posts that groups will not be told: which, to whom, why, and what he can do."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from handlers.dates.texts import month_day
from handlers.meetings.rules.activity_days import PlannedActivity
from handlers.meetings.rules.fence import POSTS_A_WEEK, Rank
from handlers.meetings.rules.station_days import StationDay
from handlers.meetings.texts import place_of
from handlers.people.rules.roster import Station

if TYPE_CHECKING:
    from handlers.reports.untold import Untold

PARTS: Final[Mapping[Rank, str]] = {
    Rank.ANNOUNCEMENT: "的公告",
    Rank.REMINDER: "前一天的提醒",
    Rank.RECEPTION: "开始和结束时的消息",
    Rank.EVENT: "的通知",
    Rank.PUBLICITY: "那一句",
}
"""What stands behind the name of an event, by what a post is to it."""

FULL: Final = f"群里排不下（一天一条，一周{POSTS_A_WEEK}条），不会发的"
SILENCED: Final = "春节期间不发"
WHAT_TO_DO: Final = (
    "要让乡亲知道，可以请联系那个群的代表说一声，或换个日子：接待发“改期”，活动发“活动 名称 改到 日期 原因”。"
)


def reception(one: StationDay, station: Station) -> str:
    return f"{month_day(one.day.date)}{place_of(one, station)}接待"


def of_reception(named: str, rank: Rank) -> str:
    return named + PARTS[rank]


def of_activity(one: PlannedActivity) -> str:
    name = one.turn if one.kind.dates else one.kind.name
    return f"{month_day(one.date)}{name}{PARTS[one.kind.rank]}"


def of_topic(topic: str) -> str:
    return f"议题“{topic}”"


def listed(posts: Sequence["Untold"]) -> str:
    """Return the lines of a digest, nothing where all are told."""
    if not posts:
        return ""
    full = [_one(one) for one in posts if not one.silenced]
    silenced = [_one(one) for one in posts if one.silenced]
    lines = [f"{title}：{'；'.join(some)}" for title, some in ((FULL, full), (SILENCED, silenced)) if some]
    return "\n".join((*lines, WHAT_TO_DO))


def _one(post: "Untold") -> str:
    return f"{post.what}（{'、'.join(post.groups) or '所有群'}）"
