"""The number of a fault, given to people and to the log alike, so that each can be found by the other."""

from zlib import crc32


def error_number(key: str) -> int:
    """Return a four-digit number for the fault that happened over *key*."""
    return 1000 + crc32(key.encode()) % 9000
