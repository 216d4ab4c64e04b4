"""The words by which calls for views are opened and answered."""

from typing import Final

PROPOSALS: Final = ("民生实事", "实事")
BUDGET: Final = ("预算预审", "预审")
ORIGINAL: Final = ("原文:", "原文 ")
DRAFTS: Final = ("正在起草", "在起草", "起草")
TITLE_OPENS, TITLE_CLOSES = "《》"
ORDINAL: Final = "第"
PARTS: Final = "条款点项"
NUMBER_SIGN: Final = "号"
POINT: Final = "第{}点"
REASONS: Final = ("因为", "理由是", "理由:")
LINKS: Final = ("http://", "https://")
MONEY: Final = ("元", "万", "亿")
LIST: Final = ("名单", "清单")
RATING: Final = ("满意度测评", "测评")
RESULT: Final = ("测评结果", "结果")
YEAR: Final = "年"
BETWEEN: Final = ";；\n"
ANSWERED: Final = ("答复", "记录")
FOLLOWED_UP: Final = ("后续",)
