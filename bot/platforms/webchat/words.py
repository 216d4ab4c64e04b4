"""The web chat's own words outside the page: how the bot signs what it says."""

from typing import Final

BOT: Final = "小助手"
