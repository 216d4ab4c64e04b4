"""The words by which a project's stages and checks are told."""

from collections.abc import Mapping
from typing import Final

from handlers.meetings.rules.watched_projects import Check, Stage

STAGES: Final[Mapping[str, Stage]] = {
    "立项": Stage.APPROVAL,
    "施工": Stage.BUILDING,
    "开工": Stage.BUILDING,
    "交付": Stage.DELIVERY,
    "完工": Stage.DELIVERY,
    "回头看": Stage.LOOK_BACK,
    "结束": Stage.DONE,
}
CHECKS: Final[Mapping[str, Check]] = {
    "看可研报告": Check.STUDY,
    "看选址": Check.SITE_CHOSEN,
    "参加协调会": Check.COORDINATION,
    "看现场": Check.INSPECTION,
    "参加验收": Check.ACCEPTANCE,
    "问群众": Check.SATISFACTION,
    "回去看": Check.LOOK_BACK,
    "年底审议": Check.DELIBERATION,
}
DEMAND: Final = "要求"
NAMES: Final = "、,，;； "
