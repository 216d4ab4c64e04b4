"""What each errcode of WeChat Work means for the message that met it: one table for everything that speaks there.

The numbers in brackets are pages of developer.work.weixin.qq.com/document/path. Texts are never looked at, they change;
codes that are not listed are refusals of just this message.
"""

from collections.abc import Mapping
from typing import Final

from bot.sending.reactions import Reaction

TABLE: Final[Mapping[int, Reaction]] = {
    # the same everywhere [90313]
    -1: Reaction.BUSY,
    6000: Reaction.BUSY,  # data version conflict
    45009: Reaction.LATER,  # [90312]
    45033: Reaction.CROWDED,
    # access_token and rights of an app [91039, 90313]; for the first three a new token has been tried
    40001: Reaction.SET_UP,  # the secret is not this app's
    40014: Reaction.AGAIN,
    42001: Reaction.AGAIN,
    40013: Reaction.SET_UP,  # corpid
    40091: Reaction.SET_UP,  # secret
    41001: Reaction.REFUSED,
    43012: Reaction.SET_UP,  # cards need a callback address
    48002: Reaction.SET_UP,
    48006: Reaction.SET_UP,  # withdrawn for want of use
    50001: Reaction.SET_UP,
    50003: Reaction.SET_UP,  # app disabled
    60020: Reaction.SET_UP,  # the machine's address is not in 企业可信IP
    301002: Reaction.SET_UP,  # the token is another app's
    # whom an app may write to [90236, 90313]
    40003: Reaction.ELSEWHERE,
    60111: Reaction.ELSEWHERE,
    50002: Reaction.ELSEWHERE,  # outside the app's visible range, as are the next two
    60011: Reaction.ELSEWHERE,
    60021: Reaction.ELSEWHERE,
    81013: Reaction.ELSEWHERE,
    82001: Reaction.ELSEWHERE,
    # groups that the app made [90248]
    40050: Reaction.ELSEWHERE,
    49008: Reaction.GONE,  # dissolved
    86001: Reaction.ELSEWHERE,
    86003: Reaction.ELSEWHERE,
    86008: Reaction.ELSEWHERE,  # another app's group
    # of files [90253]
    40007: Reaction.UPLOAD,
    40004: Reaction.REFUSED,
    40005: Reaction.REFUSED,
    40006: Reaction.REFUSED,
    40009: Reaction.REFUSED,
    44001: Reaction.REFUSED,
    45001: Reaction.REFUSED,
    # the message itself [90236, 91770, 101463]
    40008: Reaction.REFUSED,
    40016: Reaction.REFUSED,
    40033: Reaction.REFUSED,
    40058: Reaction.REFUSED,
    40201: Reaction.REFUSED,  # content check: saying it another way would only go round it
    44004: Reaction.REFUSED,
    45002: Reaction.REFUSED,
    45008: Reaction.REFUSED,
    82004: Reaction.REFUSED,
    # webhook robot [91770]
    93000: Reaction.SET_UP,  # wrong key, or the robot was removed
    93004: Reaction.SET_UP,  # disabled
    93008: Reaction.GONE,  # not in the group; of an AI bot, too
    # long connection [101463]
    93001: Reaction.ELSEWHERE,
    93006: Reaction.ELSEWHERE,
    93017: Reaction.ELSEWHERE,
    93018: Reaction.ELSEWHERE,
    93019: Reaction.ELSEWHERE,
    846605: Reaction.ELSEWHERE,  # no answer to that message any more: a push may still do
    846607: Reaction.LATER,  # what it means is not certain
    846608: Reaction.ELSEWHERE,
    846609: Reaction.AGAIN,  # not subscribed: the connection is made anew
    853000: Reaction.SET_UP,  # bot_id or secret
}

STREAM_FINISHED: Final = "846608"

RENEWED: Final = frozenset({40001, 40014, 42001})
"""The codes after which an access token is fetched anew, once, and the call repeated, once [91039]."""


def reaction_to(code: str) -> Reaction:
    """Return what is done about an errcode."""
    return TABLE.get(int(code), Reaction.REFUSED)
