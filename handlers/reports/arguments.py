"""The words after a report's command -> a typed value, or `NotUnderstood`."""

from handlers.numerals import number
from handlers.parse import Missing, NotUnderstood
from handlers.words import CLOSING, MONTH


def optional_month(rest: str) -> int | None:
    """Return the number of the month *rest* names, None where nothing is said."""
    said = rest.strip(CLOSING)
    if not said:
        return None
    month = number(said.removesuffix(MONTH))
    if month is None or not 1 <= month <= 12:
        raise NotUnderstood(Missing.DATE)
    return month
