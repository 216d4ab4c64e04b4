"""What staff and head read of what many voters tell."""

from collections.abc import Sequence
from typing import Final

from handlers.petitions.rules.hot_issues import HotIssue

LISTED: Final = 5
PLACES_NAMED: Final = 3


def hot_issues(week: Sequence[HotIssue], month: Sequence[HotIssue]) -> str:
    """What many told in the last week, and in the last month."""
    return f"{_listed('近7天', week)}\n{_listed('近30天', month)}"


def reason(issue: HotIssue) -> str:
    """How many told it, and where."""
    return f"{issue.voters}位乡亲反映{_where(issue)}"


def _listed(when: str, issues: Sequence[HotIssue]) -> str:
    if not issues:
        return f"{when}没有几位乡亲一起反映的事。"
    lines = [f"“{issue.words}”{reason(issue)}（尾号 {issue.tail}）" for issue in issues[:LISTED]]
    return "\n".join((f"{when}反映多的事：", *lines))


def _where(issue: HotIssue) -> str:
    if not issue.places:
        return ""
    named = "、".join(issue.places[:PLACES_NAMED])
    return f"，{named}" if len(issue.places) <= PLACES_NAMED else f"，{named}等{len(issue.places)}处"
