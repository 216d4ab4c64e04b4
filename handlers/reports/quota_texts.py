"""What the head reads of what a platform counts by the month."""

from collections.abc import Sequence
from datetime import date

from handlers.reports.rules.quotas import Quota, at_this_pace, will_not_last


def short(quotas: Sequence[Quota], today: date) -> str:
    """Return those with which it is time to save, nothing where there are none."""
    return spent([quota for quota in quotas if will_not_last(quota, today)], today)


def spent(quotas: Sequence[Quota], today: date) -> str:
    """Return how much of each is spent, and what to expect; nothing where nothing is spent."""
    said = "；".join(_spent(quota, today) for quota in quotas)
    return f"本月用量：{said}" if said else ""


def _spent(quota: Quota, today: date) -> str:
    pace = at_this_pace(quota, today)
    last = "照这样月底不够" if pace > quota.most else f"到月底约{pace}"
    return f"{quota.called}用了{quota.spent}，共{quota.most}，{last}"
