"""The words that config.toml takes for a closed choice, in English and in Chinese."""

from collections.abc import Mapping
from typing import Final

from handlers.dates.weeks import Weekday
from handlers.meetings.rules.activity_kinds import KINDS, WEEKLY_TOPIC, Kind
from handlers.meetings.rules.reception_days import RestDayPolicy
from handlers.people.rules.roster import DeputyLevel, GroupKind, Role
from handlers.petitions.rules.redirects import Redirect

WEBCHAT: Final = "webchat"  # its name as a platform, and the one account the bot has there
WECOM: Final = "wecom"
DINGTALK: Final = "dingtalk"

POSTGRESQL: Final = "postgresql"

PLATFORMS: Final[Mapping[str, str]] = {
    **{one: one for one in (WEBCHAT, WECOM, DINGTALK)},
    "网页群聊": WEBCHAT,
    "企业微信": WECOM,
    "钉钉": DINGTALK,
}
WEEKDAYS: Final[Mapping[str, Weekday]] = {
    **{weekday.name.lower(): weekday for weekday in Weekday},
    **{f"周{sign}": weekday for sign, weekday in zip("一二三四五六日", Weekday, strict=True)},
    **{f"星期{sign}": weekday for sign, weekday in zip("一二三四五六日", Weekday, strict=True)},
}
LEVELS: Final[Mapping[str, DeputyLevel]] = {
    **{level.value: level for level in DeputyLevel},
    "乡": DeputyLevel.TOWNSHIP,
    "镇": DeputyLevel.TOWNSHIP,
    "县": DeputyLevel.COUNTY,
    "市": DeputyLevel.CITY,
    "省": DeputyLevel.PROVINCE,
    "全国": DeputyLevel.NATIONAL,
}
STAFF_ROLES: Final[Mapping[str, Role]] = {
    **{role.value: role for role in Role if role not in {Role.VOTER, Role.DEPUTY}},
    "工作人员": Role.STAFF,
    "站长": Role.HEAD,
    "副站长": Role.DEPUTY_HEAD,
    "主席团": Role.PRESIDIUM,
    "承办单位": Role.UNIT,
    "县": Role.COUNTY,
}
GROUP_KINDS: Final[Mapping[str, GroupKind]] = {
    **{kind.value: kind for kind in GroupKind},
    "选民": GroupKind.VOTERS,
    "代表": GroupKind.DEPUTIES,
}
REDIRECTS: Final[Mapping[str, Redirect]] = {
    **{kind.value.lower(): kind for kind in Redirect},
    "涉法涉诉": Redirect.JUDICIAL,
    "检举控告": Redirect.ACCUSATION,
    "法定程序": Redirect.STATUTORY_PROCEDURE,
    "信访": Redirect.XINFANG,
    "涉密隐私": Redirect.SECRET_PRIVATE,
    "民间纠纷": Redirect.PRIVATE_DISPUTE,
}
ACTIVITIES: Final[Mapping[str, Kind]] = {
    word: kind for name, kind in KINDS.items() if name != WEEKLY_TOPIC for word in (name, kind.name)
}
REST_DAY_POLICIES: Final[Mapping[str, RestDayPolicy]] = {
    **{policy.value: policy for policy in RestDayPolicy},
    "顺延": RestDayPolicy.POSTPONE_NEXT_WORKDAY,
    "取消": RestDayPolicy.SKIP,
    "照常": RestDayPolicy.KEEP,
    "提前": RestDayPolicy.ADVANCE_PREV_WORKDAY,
    "下周同一天": RestDayPolicy.NEXT_SAME_WEEKDAY,
    "避开调休": RestDayPolicy.AVOID_MAKEUP,
}
