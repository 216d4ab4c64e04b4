"""What `liaison-bot check` says of each entry."""

from functools import partial
from typing import Final

from bot.platforms.dingtalk.remedies_texts import named, remedy
from bot.sending import trials_texts
from bot.sending.trials import Remark

_REMARKS: Final = {
    Remark.CALLED: "{}：由钉钉来连，这里试不了；在群里 @它 说一句“帮助”，有回答就是通了。",
    Remark.NO_WAY: (
        "群“{}”：还没有路可走。把机器人拉进群，由工作人员发“绑定码”加群名，再到群里 @它 发“绑定本群”加那六位数字；"
        "群里有外单位的人、机器人进不去的，给群加一个自定义机器人，写上 webhook。"
    ),
}

line: Final = partial(
    trials_texts.line,
    wording=trials_texts.Wording(
        platform="钉钉",
        named=named,
        remedy=lambda trial: remedy(trial.why),
        remarks=_REMARKS,
        addresses="api、oapi、stream_hosts ",
    ),
)
"""Returns how one entry fared, and where it is put right."""
