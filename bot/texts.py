"""What the edges say themselves: apologies, and lines for staff about the bot's own troubles."""

from datetime import datetime
from typing import Final


def apology(number: int, phone: str) -> str:
    """MSG-ERR11, with the number under which the log has the fault."""
    return f"刚才没弄好，您的话没丢，我会再试。急事打 {phone}。（故障号 {number}）"


def not_all_came(phone: str) -> str:
    """Tell somebody that a picture or a file he sent, or quoted, could not be had from the platform."""
    return f"刚才的图片或文件我没有收全，麻烦您再发一次。发不了也不要紧，打 {phone} 就行。"


def put_aside(number: int) -> str:
    """Tell staff that a message could not be handled after all tries."""
    return (
        f"有一条消息试了几次都没处理成，已经放到一边，没有丢。请用电脑运行 liaison-bot inbox 查看（故障号 {number}）。"
    )


def words_read(at: datetime, by: str) -> str:
    """Tell those who answer for a station that somebody read what voters said, on the machine itself."""
    return f"{at:%Y-%m-%d %H:%M} 有人在服务器上查看了收到的原话（账号 {by}）。不是您二位商定的，请马上查问。"


def readings_unreadable(file: str) -> str:
    """Tell staff that who has read what voters said, on the machine itself, cannot be put on the trail."""
    return (
        f"有人在服务器上查看过收到的原话，记在文件 {file} 里，可我读不了它，没能记进留痕。"
        "请管服务器的人把它的所有者改成运行我的那个账号；改了还不行，就是它坏了，请先留好，再移走。"
    )


def strange_group(phone: str) -> str:
    """Tell a group that belongs to no station how to be heard; it says nothing of the matter."""
    return f"这个群还没有登记在联络站名下，我在这里答不了。请点我的头像，单独跟我说，或打 {phone}。"


STRANGE_GROUP: Final = (
    "有人在一个没登记的群里叫我。是站里的群，请发“绑定码”看怎么把它绑上；写在设置里的，请核对群号，大小写也要一样。"
)


_WAY_BACK: Final = (
    "把机器人加回群里，有人 @我 说一句，往后的我就接着发；这期间的不补发，发“送达”，挑要补的“重发”。"
    "换了新群，要重新“绑定本群”。"
)


def group_gone(name: str) -> str:
    """Tell staff that nothing is sent to a group any more, and how it is sent again."""
    return f"群“{name}”：平台说群没了，或者我不在群里了，往后的消息先不往那里发。{_WAY_BACK}"


def group_still_gone(name: str) -> str:
    """Tell staff that something was not sent to a group that had been gone before."""
    return f"群“{name}”还是没了，或者我还不在群里，今天有消息没往那里发。{_WAY_BACK}"


UNDELIVERED: Final = "有消息没有送到。发“送达”看是哪些，能再发一次。"
UNCERTAIN: Final = (
    "有消息发到群里，平台没说收没收下，我不再发，免得重复。发“送达”看是哪些，到群里看一眼，没有就再发一次。"
)
WITHHELD: Final = "有消息没发。发“送达”看是哪些、为什么没发。"


def job_put_aside(number: int) -> str:
    """Tell staff that something on the calendar could not be done after all tries."""
    return f"有一件定时的事试了几次都没做成，请看接待日、议事通知是否要人工发（故障号 {number}）。"
