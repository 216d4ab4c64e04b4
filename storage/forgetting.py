"""What is left of a message whose words were erased."""

from dataclasses import replace

from handlers.message import Heard
from handlers.ports import Delivery, Entry


def wordless(entry: Entry) -> Entry:
    """Return *entry* without what it says: it stays known by its key, and never leaves any more."""
    outgoing = replace(entry.outgoing, text="", choices=(), fallback=None, document=None)
    return replace(entry, outgoing=outgoing, state=Delivery.FORGOTTEN)


def unsaid(heard: Heard) -> Heard:
    """Return *heard* without what was said and by what name: that an account said something stays."""
    return replace(heard, sender_name="", text="", quote=None, attachments=())
