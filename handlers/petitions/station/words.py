"""The small words in what deputies, staff and units type after a command."""

from collections.abc import Mapping
from typing import Final

from handlers.petitions.rules.petition import Authority

LEVELS: Final[Mapping[str, Authority]] = {
    **dict.fromkeys(("镇", "乡", "乡镇", "街道", "乡级", "镇级"), Authority.TOWNSHIP),
    **dict.fromkeys(("县", "区", "市", "县级", "区级", "市级"), Authority.COUNTY),
}

# What is said of a matter that another place has to see to.
ELSEWHERE: Final = frozenset({"外地", "外区", "外站", "不归本站", "不在本站"})

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

# The fields of a suggestion's form, as they are named before a colon, and what stands between two of them.
FORM_FIELDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("标题", "案由", "题目"), "title"),
    **dict.fromkeys(("情况", "问题", "情况和问题", "情况问题"), "facts"),
    **dict.fromkeys(("原因", "分析", "原因分析"), "analysis"),
    **dict.fromkeys(("建议", "具体建议"), "proposal"),
    **dict.fromkeys(("单位", "承办单位", "建议承办单位"), "suggested_unit"),
    **dict.fromkeys(("附议", "附议代表", "附议人"), "co_signers"),
}
FORM: Final = "登记表"
PUBLIC: Final = "公开"
NOT: Final = "不"
FIELD_GAPS: Final = " \n;；,，。、"
