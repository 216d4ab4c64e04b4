"""What `liaison-bot check` says of each entry."""

from functools import partial
from typing import Final

from bot.platforms.wecom.remedies_texts import named, remedy
from bot.sending import trials_texts
from bot.sending.trials import Remark

_REMARKS: Final = {
    Remark.RUNNING: "{}：小助手正在运行，这里不再连一次，免得把它挤下线；是不是连着，看运行状况页面的 /readyz。",
    Remark.NOT_TAKEN_OVER: "{}：没有试。同一个机器人只能一处连着，试一次就把正连着的那一处挤下线。确定没有别的电脑在用它，再运行 liaison-bot check --take-over。",
    Remark.CALLED: "{}：由企业微信来连，这里试不了；在管理后台点“保存”时它会来验证回调地址，保存成功就是通了。",
    Remark.NO_WAY: "群“{}”：还没有路可走。把机器人拉进群，由工作人员发“绑定码”加群名，再到群里 @它 发“绑定本群”加那六位数字；或者给群加一个消息推送，写上 webhook。",
    Remark.ANSWERS_ONLY: '群“{}”：机器人是回调方式，只能回答，不能主动发通知。给群加一个消息推送，写上 webhook；或者改用长连接（mode = "socket"）。',
}

line: Final = partial(
    trials_texts.line,
    wording=trials_texts.Wording(
        platform="企业微信",
        named=named,
        remedy=lambda trial: remedy(trial.why, trial.seen_from),
        remarks=_REMARKS,
        addresses="qyapi、socket 两个地址",
    ),
)
"""Returns how one entry fared, and where it is put right."""
