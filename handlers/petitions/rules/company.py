"""Which matters are handled together: what may be led by which, and when those that follow have to be looked at."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from handlers.people.rules.roster import Station
from handlers.petitions.rules.alike import ALIKE, likenesses, names_village
from handlers.petitions.rules.assignment import village_of
from handlers.petitions.rules.categories import CATEGORIES
from handlers.petitions.rules.petition import Petition, Sharing, State
from handlers.petitions.rules.states import OPEN, UNSORTED, field_of

COMPARED_FOR: Final = timedelta(days=30)
COMPARED_WITH: Final = 24
AND_WITH: Final = 12
"""A new matter is compared with so many of its field that stand alone, and so many that follow one: the newest."""
HEAD: Final = 80
"""Of a long letter the head tells what it is about; a comparison costs about 50 µs for each earlier matter."""
ALIKE_OF_A_TOPIC: Final = 0.06
"""Of the same topic two matters need not say quite as much the same as others, a person decides."""

LEADING: Final = OPEN - {State.EMERGENCY, State.PRIVATE_HUMAN, State.ANSWERED_ON_SPOT, State.SURVEYING}
"""Where a petition is handled in such a way that others may still be handled with it."""

_FIELDS: Final = frozenset({"", *(code[:2] for code in CATEGORIES)})

# Domain §3.4: so many voters within so long are reported to the head.
MANY: Final = ((5, timedelta(hours=24)), (10, timedelta(days=30)))
MOST_COUNTED: Final = 20
"""Of a matter told by very many the last so many are counted: they have been reported long since."""


def same_matter(petition: Petition, earlier: Sequence[Petition], station: Station) -> Petition | None:
    """Return which of *earlier* is most likely the same matter, told by somebody else, or None."""
    others = [one for one in earlier if _may_be_the_same(petition, one)] if may_have_company(petition) else []
    told = likenesses(words_for_comparing(petition, station), [words_for_comparing(one, station) for one in others])
    found = max(zip(told, others, strict=True), key=lambda pair: pair[0], default=None)
    if found is None:
        return None
    likeness, other = found
    same_topic = petition.category is not None and petition.category == other.category
    return other if likeness >= (ALIKE_OF_A_TOPIC if same_topic else ALIKE) else None


def fields_to_compare(petition: Petition) -> Collection[str]:
    """Return the fields of what may be the same matter; where its own is not known it may be any."""
    return {"", field_of(petition)} if petition.category else _FIELDS


def leads(petition: Petition) -> bool:
    """Return whether others may be handled with *petition*."""
    return petition.state in LEADING and may_have_company(petition)


def calls_followers(before: Petition, after: Petition) -> bool:
    """Return whether those that follow a petition have to be looked at after this step.

    It has been sorted, has been answered, or will have no answer for them.
    """
    return (before.state in UNSORTED and after.state not in UNSORTED) or after.state not in LEADING


def many_at_once(matters: Sequence[Petition]) -> int | None:
    """Return how many people have told a matter, where the last of *matters*, oldest first, makes them many."""
    last = matters[-1].registered_at
    for many, period in MANY:
        if len({one.voter or one.id for one in matters if last - one.registered_at <= period}) == many:
            return many
    return None


def _may_be_the_same(petition: Petition, other: Petition) -> bool:
    return (
        petition.id != other.id
        and (petition.voter is None or petition.voter != other.voter)
        and (leads(other) or (other.state is State.MERGED and may_have_company(other)))
    )


def may_have_company(petition: Petition) -> bool:
    """Whoever is complained about, and what is nobody else's business, is not brought together with others."""
    return petition.conflict is None and petition.sharing is Sharing.ORDINARY


def words_for_comparing(petition: Petition, station: Station) -> str:
    """Return what is said and where; the names everybody here uses tell nothing."""
    words = f"{petition.place or ''} {petition.text[:HEAD]}"
    if not names_village(words):
        words = f"{village_of(petition, station)} {words}"
    return words.replace(station.township, " ").replace(station.county, " ")
