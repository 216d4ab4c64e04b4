"""What a group hears of an answer too long for it (domain §5)."""

from typing import Final

THE_REST: Final = "其余的我单独发给您。"
