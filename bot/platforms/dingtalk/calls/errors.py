"""What each code of DingTalk means for the message that met it: one table for everything that speaks there.

The old host answers numbers, the new one words; `88` of the old host is read as its sub_code (protocol §5.1). The
sources are pages of open.dingtalk.com/document: custom-robots-send-group-messages, the-robot-sends-a-group-message,
chatbots-send-one-on-one-chat-messages-in-batches, how-to-process-api-throttling-on-the-dingtalk-server and
server-api-error-codes-1. Texts are never looked at, save to find the safety rule behind 310000, which has no code of
its own. Codes that are not listed are refusals of just this message.
"""

from collections.abc import Mapping
from typing import Final

from bot.sending.reactions import Reaction

BANNED: Final = "1111"
"""Of calls from this machine's address, when there were too many."""
NO_SUCH_SESSION: Final = "300001"
"""A session that has expired; of a custom robot, that there is none with its token."""
UNSAFE: Final = "310000"
"""A safety rule of a custom robot was not met; after a stroke, which."""
NO_SUCH_ROBOT: Final = frozenset({"invalidParameter.robotCode.notExsit", "resource.not.found"})  # spelt so
"""In that group, or at all: the platform does not say which."""

TABLE: Final[Mapping[str, Reaction]] = {
    # busy
    "-1": Reaction.BUSY,
    "system.error": Reaction.BUSY,
    "system.busy": Reaction.BUSY,
    "resource.unavailable": Reaction.BUSY,
    "http-503": Reaction.BUSY,
    # too fast
    "90018": Reaction.CROWDED,
    "90002": Reaction.CROWDED,  # everybody's calls together
    "send.too.fast": Reaction.CROWDED,
    "send.byToken.tooFast": Reaction.CROWDED,
    "too.many.group": Reaction.CROWDED,
    "too.many.people": Reaction.CROWDED,
    "http-429": Reaction.CROWDED,
    "410100": Reaction.BARRED,  # more than 20 a minute: refused for ten minutes
    "130101": Reaction.BARRED,  # as it was said until 2020
    "660026": Reaction.BARRED,  # as the live host says it
    BANNED: Reaction.BARRED,  # for five minutes
    # the month's quota
    "90020": Reaction.SPENT,
    "Forbidden.AccessDenied.ApiCountLimitForOrg": Reaction.SPENT,
    # may have been taken
    "15": Reaction.DOUBTFUL,
    "88": Reaction.DOUBTFUL,  # without a sub_code: the platform's own time-out
    "unknown.send.result": Reaction.DOUBTFUL,
    # access token and rights of an application; for the first four a new token has been tried
    "InvalidAuthentication": Reaction.AGAIN,
    "40001": Reaction.AGAIN,
    "40014": Reaction.AGAIN,
    "42001": Reaction.AGAIN,
    "invalidClientIdOrSecret": Reaction.SET_UP,
    "40096": Reaction.SET_UP,  # as the old host says it
    "unauthorized": Reaction.SET_UP,
    "auth.error": Reaction.SET_UP,
    "60011": Reaction.SET_UP,
    "Forbidden.AccessDenied.AccessTokenPermissionDenied": Reaction.SET_UP,
    "60020": Reaction.SET_UP,
    "ip.not.match": Reaction.SET_UP,
    "Forbidden.AccessDenied.IpNotInWhiteList": Reaction.SET_UP,
    "not.allowed.robotCode": Reaction.SET_UP,
    "invalidParameter.robotCode.invalid": Reaction.SET_UP,
    "invalidParameter.robotCode.auth": Reaction.SET_UP,
    "param.templateNotExist": Reaction.SET_UP,
    "param.templateUnpublished": Reaction.SET_UP,
    # the robot is not there, or may not speak there
    **dict.fromkeys(NO_SUCH_ROBOT, Reaction.GONE),
    "invalid.openConversationId": Reaction.GONE,
    "group.disbanded": Reaction.GONE,
    "bot.stopped": Reaction.ELSEWHERE,
    "send.forbidden": Reaction.ELSEWHERE,
    "bot.forbidden.sendMessage": Reaction.ELSEWHERE,
    "robot.oto.notExist": Reaction.ELSEWHERE,
    "conversation.org.notMatch": Reaction.ELSEWHERE,
    "conversation.org.dismatch": Reaction.ELSEWHERE,
    "chatbotId.notAllow.sendOTO": Reaction.ELSEWHERE,
    "staffId.notExisted": Reaction.ELSEWHERE,
    "session.notExisted": Reaction.ELSEWHERE,
    "session.expired": Reaction.ELSEWHERE,
    "33012": Reaction.ELSEWHERE,  # nobody of that user id
    "60121": Reaction.ELSEWHERE,
    "50002": Reaction.ELSEWHERE,  # outside the application's visible range
    # webhook robots
    UNSAFE: Reaction.SET_UP,
    NO_SUCH_SESSION: Reaction.SET_UP,
    "300005": Reaction.SET_UP,  # token is not exist
    "400101": Reaction.SET_UP,
    "token.notExisted": Reaction.SET_UP,
    "400102": Reaction.SET_UP,  # stopped
    "400106": Reaction.SET_UP,  # not in the group any more
    "400013": Reaction.SET_UP,  # group disbanded
    # work notifications, as their result tells [gets-the-result-of-sending-messages-asynchronously-to-the-enterprise]
    "143103": Reaction.LATER,
    "143104": Reaction.LATER,
    "143105": Reaction.ELSEWHERE,  # no more for that person today
    "143106": Reaction.ELSEWHERE,  # the same words twice in a day
    "1430000": Reaction.ELSEWHERE,
    "1430003": Reaction.ELSEWHERE,
    "1430004": Reaction.ELSEWHERE,
    "1430002": Reaction.REFUSED,
    "invalidParameter.msgParam.tooLong": Reaction.TOO_LONG,
    # content: saying it another way would only go round the check
    "430101": Reaction.REFUSED,
    "430102": Reaction.REFUSED,
    "430103": Reaction.REFUSED,
    "430104": Reaction.REFUSED,
    "contain.unsafe.url": Reaction.REFUSED,
    "contain.notAllowed.text": Reaction.REFUSED,
    "contain.notAllowed.picture": Reaction.REFUSED,
    "contain.notAllowed.content": Reaction.REFUSED,
    "param.contentUnsafe": Reaction.REFUSED,
}

FAMILIES: Final[Mapping[str, Reaction]] = {
    "Forbidden.AccessDenied.QpsLimit": Reaction.CROWDED,  # in a second; at the end stands whose limit it is
    "Forbidden.AccessDenied.QpmLimit": Reaction.LATER,  # in a minute
    "http-5": Reaction.DOUBTFUL,
}
"""By the beginning of a code; `http-` stands before a status whose answer had no code."""

RENEWED: Final = frozenset({"InvalidAuthentication", "40001", "40014", "42001"})
"""The codes after which an access token is fetched anew, once, and the call repeated, once (protocol §5.1)."""

NOT_COUNTED: Final = frozenset({Reaction.CROWDED, Reaction.LATER, Reaction.BARRED, Reaction.SPENT})
"""Refusals that cost nothing of the month's quota (dingtalk-application-development-platform-billing-model)."""


def reaction_to(code: str) -> Reaction:
    """Return what is done about a code."""
    plain = code.partition("/")[0]
    family = next((reaction for beginning, reaction in FAMILIES.items() if plain.startswith(beginning)), None)
    return TABLE.get(plain, family or Reaction.REFUSED)
