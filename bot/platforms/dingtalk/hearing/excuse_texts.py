"""What somebody reads whose words are kept back because the organisation's month is used up."""

from typing import Final

CANNOT_HEAR: Final = """对不起，本单位这个月的消息用量用完了，您刚才说的我没有收到。
您的事请先打联络站电话，或者过些天再对我说一遍。急事请打 110、119、120。"""
