"""What a text that tells of several petitions says of each, so that erasing one takes its words out of it."""

from handlers.message import Citation
from handlers.petitions.rules.categories import topic_of
from handlers.petitions.rules.petition import Petition


def cite(*told: tuple[Petition, str]) -> tuple[Citation, ...]:
    """Return the citations of petitions, each with its words as they stand; of one erased only the topic is left."""
    return tuple(Citation(about=one.id, words=words, instead=topic_of(one)) for one, words in told if words)
