"""The words by which the platform tells which safety rule of a custom robot was not met: it has one code for all."""

from typing import Final

SIGNATURE, KEYWORD, ADDRESS = "signature", "keyword", "address"

_RULES: Final = (
    ("签名", SIGNATURE),
    ("sign", SIGNATURE),
    ("timestamp", SIGNATURE),
    ("关键词", KEYWORD),
    ("keyword", KEYWORD),
    ("白名单", ADDRESS),
    ("whitelist", ADDRESS),
)


def rule_in(errmsg: str) -> str:
    """Return which rule that is, nothing where it is none of those known."""
    told = errmsg.partition("solution")[0].lower()
    return next((rule for words, rule in _RULES if words in told), "")
