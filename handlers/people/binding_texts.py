"""What people read about binding an account to a person, and a chat to a group."""

from typing import Final

WRONG: Final = "绑定码不对，或者用过了、过期了。请核对六位数字，或请站里再给一个（发“绑定码”）。"
TOO_OFTEN: Final = "今天试得太多了，请明天再来，或请站里的工作人员帮忙。"
BURNT: Final = "绑定码发在群里，别人也看到了，这个已经作废。请站里再给一个，单独发给我。"
FOR_A_GROUP: Final = "这个码是绑群用的：请在那个群里 @我，发“绑定本群”加这六位数字。"
IN_THE_GROUP: Final = "这一条要在群里发：把我加进群，在群里 @我，发“绑定本群”加六位绑定码。"
OTHER_PLATFORM: Final = "这个群在设置里写的是别的平台，不能绑到这里。请管理员先改设置里的 platform。"

SAME_ACCOUNT: Final = "这个账号本来就认得您，不用绑。这个码要在另一个平台上单独发给我。"
OF_THE_STATION: Final = "这个账号是代表或站里人员的，不能绑成选民的。"
VOTER_BOUND: Final = "两边都认得您了。您登记过的事在哪边都能问，发“我的”就能看。有进展，告诉到您最后说话的那一边。"


def for_himself(code: str) -> str:
    return (
        f"您的绑定码：{code}，24小时内有效，只能用一次。\n"
        f"在另一个平台上单独对小助手发：绑定 {code}，那边的账号也就认得您。\n"
        "不要给别人：谁发了它，谁就看得到您的事。"
    )


def has_matters(phone: str) -> str:
    return f"您在这里也登记过事，两边合不到一起：各在各的地方问，进展也各在各的地方告诉。不清楚请打 {phone}。"


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
