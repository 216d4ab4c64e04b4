"""Words that mean nothing but themselves on any way of WeChat Work."""


def literal(text: str) -> str:
    """Return *text* so that it reads as it was written, whoever wrote it.

    No part of it is taken for thinking (`<think>`), a tag, a mention (`<@…>`), or a link under words that hide where
    it leads, by HTML or by Markdown.
    """
    return text.replace("<", "＜").replace("](", "] (")
