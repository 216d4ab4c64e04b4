"""What is left of a message, or of a question, whose words were erased."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.conversation import Question
from handlers.message import Citation, Heard
from handlers.ports import Delivery, Entry, Unsaid


def wordless(entry: Entry) -> Entry:
    """Return *entry* without what it says: it stays known by its key, and never leaves any more."""
    outgoing = replace(entry.outgoing, text="", choices=(), cites=(), fallback=None, document=None)
    return replace(entry, outgoing=outgoing, state=Delivery.FORGOTTEN)


def without_cited(entry: Entry, petition: str) -> Entry:
    """Return *entry* without the words it cites of a petition, nor the document they may stand in."""
    outgoing = entry.outgoing
    left = replace(
        outgoing,
        text=_without(outgoing.text, outgoing.cites, petition),
        cites=_of_others(outgoing.cites, petition),
        document=None,
    )
    return replace(entry, outgoing=left)


def asked_without(question: Question, petition: str) -> Question:
    """Return *question* without the words it cites of a petition."""
    text = _without(question.text, question.cites, petition)
    return replace(question, text=text, cites=_of_others(question.cites, petition))


def cites(cited: Sequence[Citation], petition: str) -> bool:
    """Return whether words of a petition are among those *cited*."""
    return any(one.about == petition for one in cited)


def _without(text: str, cited: Sequence[Citation], petition: str) -> str:
    for one in cited:
        if one.about == petition:
            text = text.replace(one.words, one.instead)
    return text


def _of_others(cited: Sequence[Citation], petition: str) -> tuple[Citation, ...]:
    return tuple(one for one in cited if one.about != petition)


def key_of_unsaid(unsaid: Unsaid) -> str:
    """Return by what the platforms' task is known."""
    account = unsaid.account and (unsaid.account.platform, unsaid.account.account, unsaid.account.user)
    return repr((unsaid.message, unsaid.entry, account, unsaid.before and unsaid.before.isoformat()))


def may_be_shown(entry: Entry) -> bool:
    """Return whether a platform may have shown *entry*."""
    return entry.state in {Delivery.SENDING, Delivery.SENT} or entry.maybe_sent


def unsaid(heard: Heard) -> Heard:
    """Return *heard* without what was said and by what name: that an account said something stays."""
    return replace(heard, sender_name="", text="", quote=None, attachments=())
