"""The holidays by name, as the State Council's notices have them."""

from collections.abc import Mapping
from typing import Final

SPRING_FESTIVAL: Final = "春节"
FESTIVALS: Final = ("元旦", SPRING_FESTIVAL, "清明节", "劳动节", "端午节", "中秋节", "国庆节")
FIXED_DAYS: Final[Mapping[tuple[int, int], str]] = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节"}
"""The first day of those that are on the same day every year, by month and day."""
QINGMING: Final = "清明"
"""The solar term, as lunar_python names it."""
BETWEEN_NAMES: Final = "、"
