"""What an installation is set up with: config.toml, read and checked."""

from bot.config.dingtalk import DingTalkSettings
from bot.config.reading import load
from bot.config.secrets import EnvSecret, FileSecret, Secret
from bot.config.settings import (
    Config,
    ConfigErrors,
    Mistake,
    StorageSettings,
    WebChatSettings,
    WebChatVoter,
    WebSettings,
)
from bot.config.texts import activities, describe, summary
from bot.config.wecom import WeComSettings

__all__ = [
    "Config",
    "ConfigErrors",
    "DingTalkSettings",
    "EnvSecret",
    "FileSecret",
    "Mistake",
    "Secret",
    "StorageSettings",
    "WeComSettings",
    "WebChatSettings",
    "WebChatVoter",
    "WebSettings",
    "activities",
    "describe",
    "load",
    "summary",
]
