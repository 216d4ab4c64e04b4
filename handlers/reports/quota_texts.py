"""What the head reads of what a platform counts by the month."""

from collections.abc import Sequence
from datetime import date

from handlers.reports.rules.quotas import Quota, at_this_pace, will_not_last


def short(quotas: Sequence[Quota], today: date) -> str:
    """Return those that will not last, nothing where all will."""
    return spent([quota for quota in quotas if will_not_last(quota, today)], today)


def spent(quotas: Sequence[Quota], today: date) -> str:
    """Return how much of each is spent, and what to expect; nothing where nothing is spent."""
    said = "；".join(_spent(quota, today) for quota in quotas)
    return f"本月用量：{said}" if said else ""


def _spent(quota: Quota, today: date) -> str:
    words = f"{quota.called}用了{quota.spent}，共{quota.most}"
    return (
        f"{words}，照这样月底不够" if will_not_last(quota, today) else f"{words}，到月底约{at_this_pace(quota, today)}"
    )
