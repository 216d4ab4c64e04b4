"""Small talk as people type it, compared without signs around it; and how staff say where a matter came from."""

from collections.abc import Mapping
from typing import Final

from handlers.petitions.rules.petition import Source

GREETINGS: Final = frozenset(
    {
        "你好", "您好", "你好啊", "您好啊", "大家好", "在吗", "在不在", "在么", "有人吗", "喂", "嗨", "哈喽", "早", "早上好",
        "上午好", "中午好", "下午好", "晚上好", "hi", "hello", "小助手", "你是谁", "你是谁呀", "你是机器人吗",
    }
)  # fmt: skip
NODS: Final = frozenset(
    {
        "好", "好的", "好吧", "好嘞", "行", "行吧", "可以", "嗯", "嗯嗯", "哦", "噢", "知道了", "明白", "明白了", "收到", "ok",
        "是", "是的", "对", "对的", "没事", "没事了", "没有", "没有了", "再见",
    }
)  # fmt: skip
# Said to a question about a detail: then nothing more is asked.
NOTHING_TO_ADD: Final = frozenset({"没有", "没", "不知道", "不清楚", "跳过", "不说", "算了", "没了", "无"})

# At the head of what staff enter: by telephone or in person.
WAYS_IN: Final[Mapping[str, Source]] = {
    **dict.fromkeys(("电话", "来电"), Source.PHONE),
    **dict.fromkeys(("来访", "上门", "当面", "走访"), Source.MEETING),
}
