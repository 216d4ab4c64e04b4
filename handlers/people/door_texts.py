"""What people read of offices: telephones, addresses, what to bring (domain §6.2)."""

from collections.abc import Iterator, Sequence

from handlers.people.rules.roster import Door, Station


def door(one: Door) -> Iterator[str]:
    """Yield the lines on one office, what is known of it."""
    yield one.name
    for label, value in (("地址", one.address), ("时间", one.hours), ("电话", one.phone), ("要带", one.bring)):
        if value:
            yield f"{label}：{value}"


def phones(station: Station, doors: Sequence[Door]) -> list[str]:
    """List telephones, each on a line of its own; the station's own is always among them."""
    return [*(f"{one.name}：{one.phone}" for one in doors if one.phone), f"{station.name}：{station.phone}"]


def not_found(words: str, phone: str) -> str:
    return f"没查到“{words}”归哪里办。请打 12345，或打 {phone} 问，找人工发“人工”。"


def names(doors: Sequence[Door], phone: str) -> list[str]:
    """List what may be asked for."""
    if not doors:
        return [f"请打 12345，或打 {phone} 问，找人工发“人工”。"]
    return ["要问哪一件？发“去哪办”加您的事，例如：", *(f"去哪办 {(one.about or (one.name,))[0]}" for one in doors)]
