"""What is said to DingTalk in Markdown, where words that anybody may have written have to be escaped. No I/O."""

import re
from typing import Final

from bot.platforms.dingtalk.wire.speaking import Body, at, meant, sample

# What CommonMark gives a meaning to, and the addresses that some take for links.
_ANYWHERE: Final = re.compile(r"[\\`*_#>\[\]()!~|<&]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_BEFORE_MARKER: Final = re.compile(r"\A(?:[0-9]+(?=\.)|(?=[-+=]))")


def markdown(title: str, content: str, mention: str | None = None) -> Body:
    """Return *content* for a webhook; *title* is all that a list of talks shows of it."""
    return {"msgtype": "markdown", "markdown": {"title": title, "text": meant(content, mention)}, "at": at(mention)}


def action_card(title: str, content: str, label: str, address: str) -> Body:
    """Return *content* for a webhook, above a button that opens *address*."""
    card = {"title": title, "text": content, "singleTitle": label, "singleURL": address}
    return {"msgtype": "actionCard", "actionCard": card}


def sample_markdown(title: str, content: str) -> Body:
    """Return *content* as a robot says it unasked."""
    return sample("sampleMarkdown", title=title, text=content)


def escaped(text: str) -> str:
    """Return *text* so that it reads in Markdown as it was written, whoever wrote it.

    No part of it is a heading, a list, a link, a picture, a tag or a mention. It is to be cut before it is escaped.
    """
    return "  \n  ".join(map(_line, text.splitlines()))


def _line(line: str) -> str:
    begun = line.lstrip(" \t")
    indent = "\u00a0" * (len(line) - len(begun))  # four spaces would begin a block of code
    literal = _ANYWHERE.sub(r"\\\g<0>", begun.replace("@", "\uff20"))
    return indent + _BEFORE_MARKER.sub(r"\g<0>\\", literal, count=1)
