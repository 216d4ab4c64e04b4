"""What somebody reads who opens the talk with the bot, or has to wait for an answer."""

from typing import Final

WELCOME: Final = """您好，我是代表联络站的小助手（机器人）。
想反映事情，直接说就行。例如：村东头路灯不亮三天了
看帮助：发“帮助”。找人工：发“人工”。急事请打 110、119、120。"""
STILL_AT_IT: Final = "您的话收到了，办好了再告诉您。"
TOO_LONG: Final = "这一条太长了，我没有收下。请分成几条短的，再发给我。"
