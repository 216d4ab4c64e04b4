"""What people read about binding an account to a person, and a chat to a group."""

from typing import Final

WRONG: Final = "绑定码不对，或者用过了、过期了。请核对六位数字，或请站里再给一个（发“绑定码”）。"
TOO_OFTEN: Final = "今天试得太多了，请明天再来，或请站里的工作人员帮忙。"
BURNT: Final = "绑定码发在群里，别人也看到了，这个已经作废。请站里再给一个，单独发给我。"
FOR_A_GROUP: Final = "这个码是绑群用的：请在那个群里 @我，发“绑定本群”加这六位数字。"
IN_THE_GROUP: Final = "这一条要在群里发：把我加进群，在群里 @我，发“绑定本群”加六位绑定码。"
OTHER_PLATFORM: Final = "这个群在设置里写的是别的平台，不能绑到这里。请管理员先改设置里的 platform。"


def for_person(name: str, code: str) -> str:
    """To staff."""
    return f"{name}的绑定码：{code}，24小时内有效，只能用一次。\n请当面或打电话告诉本人，请他单独发给我：绑定 {code}。不要发在群里。"


def for_group(name: str, code: str) -> str:
    """To staff."""
    return f"“{name}”的绑定码：{code}，24小时内有效，只能用一次。\n请把我加进群，由站里的人在群里 @我，发：绑定本群 {code}。"


def nobody(said: str) -> str:
    return f"名单上没有“{said}”。请写代表、站内人员的姓名，或者群的名字，例如：绑定码 张明远。"


def person_bound(name: str) -> str:
    return f"{name}，您好。这个账号认得您了，以后您要办的事都在这里告诉您。看怎么用发“帮助”。"


def is_another(name: str) -> str:
    return f"这里已经是“{name}”了，一个群只能是一个。请核对是不是发错了群。"


def group_bound(name: str) -> str:
    return f"这里是“{name}”，我记住了。大家有事 @我，直接说就行。"
