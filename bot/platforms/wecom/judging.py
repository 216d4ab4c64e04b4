"""What became of the calls to WeChat Work, and what their answers tell besides."""

import re
from typing import Final

from bot.clock import Clock
from bot.platforms.wecom.errors import reaction_to
from bot.platforms.wecom.told import PLATFORM
from bot.sending.judging import Judge

HINT: Final = re.compile(r"hint: \[(\d+)]")
SEEN_FROM: Final = re.compile(r"from ip: ([0-9a-fA-F.:]+)")


class WeComJudge(Judge):
    """Judges by the errcode; of the texts, which change, only what helps an administrator is read."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(PLATFORM, reaction_to, clock)
        self.seen_from = ""
        """This machine's address as the platform told it last."""

    def judge_errcode(self, errcode: int, errmsg: str, entry: str, leads_to: str = "") -> None:
        """Return where *errcode* says that it was taken; otherwise raise what it means."""
        if seen_from := SEEN_FROM.search(errmsg):
            self.seen_from = seen_from[1]
        hint = HINT.search(errmsg)
        self.judge(str(errcode), entry, leads_to, hint=hint[1] if hint else "")
