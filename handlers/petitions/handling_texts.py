"""What people read while a petition is handled (domain §5.4, §5.5); the voter's own dialogue is in `texts.py`."""


def no_private_way(tail: int, phone: str) -> str:
    """The group's line where the voter cannot be spoken to in private; after MSG-R00, and as silent on the matter."""
    return f"尾号 {tail} 有新消息。请这位乡亲加我，或打 {phone}，我单独告诉您。"
