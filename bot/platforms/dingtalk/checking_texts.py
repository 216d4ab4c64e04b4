"""What `liaison-bot check` says of each entry."""

from typing import Final

from bot.platforms.dingtalk.checking import CALLED, NO_WAY, Trial
from bot.platforms.dingtalk.remedies_texts import named, remedy

_REMARKS: Final = {
    CALLED: "{}：由钉钉来连，这里试不了；在群里 @它 说一句“帮助”，有回答就是通了。",
}
_NO_WAY: Final = (
    "群“{}”：还没有路可走。把机器人拉进群，由工作人员发“绑定码”加群名，再到群里 @它 发“绑定本群”加那六位数字；"
    "群里有外单位的人、机器人进不去的，给群加一个自定义机器人，写上 webhook。"
)


def line(trial: Trial) -> str:
    """Return how one entry fared, and where it is put right."""
    if trial.why == NO_WAY:
        return _NO_WAY.format(trial.about)
    entry = f"钉钉{named(trial.entry)}"
    if not trial.why:
        return f"{entry}：通。"
    if trial.why in _REMARKS:
        return _REMARKS[trial.why].format(entry)
    if trial.about:
        entry = f"{entry}，成员 {trial.about}"
    if not trial.reached:
        return f"{entry}：连不上（{trial.why}）。请看这台电脑能不能上外网，设置里的 api、oapi、stream_hosts 对不对。"
    return f"{entry}：{remedy(trial.why)}。"
