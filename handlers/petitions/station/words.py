"""The small words in what deputies, staff and units type after a command."""

from collections.abc import Mapping
from typing import Final

from handlers.petitions.rules.petition import Authority

LEVELS: Final[Mapping[str, Authority]] = {
    **dict.fromkeys(("镇", "乡", "乡镇", "街道", "乡级", "镇级"), Authority.TOWNSHIP),
    **dict.fromkeys(("县", "区", "市", "县级", "区级", "市级"), Authority.COUNTY),
}

# A limit at the end of a hand-over: "5日", "5个工作日".
DAYS: Final = ("个工作日", "工作日", "日", "天")
WITHIN: Final = "内"
# In its place: that the matter is a hard one, which has the longer limit.
HARD: Final = ("疑难", "难办", "复杂", "难")

# What may follow the letter of a result's class: "A类".
CLASS_AFTER: Final = ("类", "等")

# A unit's word that the matter has its place in a plan; a date follows.
PLANNED: Final = ("列入计划", "列入规划")

# The letter before an emergency's number.
EMERGENCY: Final = "e"
