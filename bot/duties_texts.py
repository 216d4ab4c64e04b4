"""How a deputy's duties are called on lists and in calendars of his own: in nobody's words, and nobody is named."""

from typing import Final

from handlers.petitions.rules.categories import topic_of
from handlers.petitions.rules.petition import Petition

RECEPTION: Final = "接待选民"


def matter(petition: Petition) -> str:
    """Return what is to be done, by number and topic."""
    return f"选民诉求 尾号 {petition.tail}：{topic_of(petition)}"
