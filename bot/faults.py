"""What counts as a fault, and its number, given to people and to the log alike: each is found by the other."""

from zlib import crc32

from handlers.ports import StorageFailed, TookTooLong


def error_number(key: str) -> int:
    """Return a four-digit number for the fault that happened over *key*."""
    return 1000 + crc32(key.encode()) % 9000


def is_of_the_storage(error: Exception) -> bool:
    """Return whether *error* is no fault of what was tried: the storage is away, or another process was faster."""
    return isinstance(error, StorageFailed) and not isinstance(error, TookTooLong)
