"""What is said to who abuses or advertises: calmly, in private, never in kind (domain §5.12)."""

from typing import Final

CALM: Final = "您着急我明白，事情我已经记下。请换个说法，好让代表看得清楚。"
"""MSG-X1."""
CALM_FIRST: Final = "您着急我明白。请换个说法，说说是什么事、在哪里，我好给您登记。"
"""MSG-X1 where no matter can be made out, and nothing was registered."""
NO_ADVERTISING: Final = "这个群只说和联络站有关的事，广告请收回，谢谢。"
"""MSG-X3."""


def abusive_again(group: str | None) -> str:
    return f"{group or '私聊'}有一位选民又说了难听的话。请打电话劝一劝、听一听，我没有回嘴。"


def advertised(group: str) -> str:
    return f"{group}有人发广告，没有登记，已单独请他收回。请您看一下。"
