"""What people type after the word for their own data."""

from typing import Final

ERASE: Final = ("删除", "删掉", "清除", "删")
