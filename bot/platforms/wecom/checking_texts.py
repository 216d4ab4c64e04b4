"""What `liaison-bot check` says of each entry."""

from typing import Final

from bot.platforms.wecom.checking import ANSWERS_ONLY, CALLED, NO_WAY, NOT_TAKEN_OVER, RUNNING, Trial
from bot.platforms.wecom.remedies_texts import named, remedy

_REMARKS: Final = {
    RUNNING: "{}：小助手正在运行，这里不再连一次，免得把它挤下线；是不是连着，看运行状况页面的 /readyz。",
    NOT_TAKEN_OVER: "{}：没有试。同一个机器人只能一处连着，试一次就把正连着的那一处挤下线。确定没有别的电脑在用它，再运行 liaison-bot check --take-over。",
    CALLED: "{}：由企业微信来连，这里试不了；在管理后台点“保存”时它会来验证回调地址，保存成功就是通了。",
}
_OF_GROUPS: Final = {
    NO_WAY: "群“{}”：还没有路可走。把机器人拉进群，由工作人员发“绑定码”加群名，再到群里 @它 发“绑定本群”加那六位数字；或者给群加一个消息推送，写上 webhook。",
    ANSWERS_ONLY: '群“{}”：机器人是回调方式，只能回答，不能主动发通知。给群加一个消息推送，写上 webhook；或者改用长连接（mode = "socket"）。',
}


def line(trial: Trial) -> str:
    """Return how one entry fared, and where it is put right."""
    if trial.why in _OF_GROUPS:
        return _OF_GROUPS[trial.why].format(trial.about)
    entry = f"企业微信{named(trial.entry)}"
    if not trial.why:
        return f"{entry}：通。"
    if trial.why in _REMARKS:
        return _REMARKS[trial.why].format(entry)
    if trial.about:
        entry = f"{entry}，成员 {trial.about}"
    if not trial.reached:
        return f"{entry}：连不上（{trial.why}）。请看这台电脑能不能上外网，设置里的 qyapi、socket 两个地址对不对。"
    return f"{entry}：{remedy(trial.why, trial.seen_from)}。"
