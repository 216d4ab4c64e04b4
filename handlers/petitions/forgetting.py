"""Everything that was said about a petition, erased wherever else it was kept (domain §8.3)."""

from datetime import timedelta

from handlers.people.forgetting import forget_words
from handlers.people.rules.masking import masked
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.showing import impersonal
from handlers.ports import UnitOfWork


async def forget_matter(petition: Petition, work: UnitOfWork) -> None:
    """Erase the words it came in, what was said about it, and what was asked; the petition itself is the caller's."""
    quoted = await words_of(petition, work)
    await forget_traces(petition, work)
    registered_by = petition.history[0].by
    if registered_by is not None:
        # It may have been a draft for a while, and somebody else may have quoted it.
        limits = work.roster.stations[petition.station].limits
        since = petition.registered_at - timedelta(hours=limits.draft_hours)
        await forget_words(registered_by, since=since, quoted=quoted, work=work)


async def forget_traces(petition: Petition, work: UnitOfWork) -> None:
    """Erase what was said and asked about a petition, and its words where others were told of as well."""
    draft_hours = timedelta(hours=work.roster.stations[petition.station].limits.draft_hours)
    await work.outbox.forget_about(petition.id)
    await work.outbox.forget_cited(petition.id, petition.station, since=petition.registered_at - draft_hours)
    await work.questions.close_about(petition.id)
    await work.questions.forget_cited(petition.id)
    await work.corrections.forget(petition.id)


async def words_of(petition: Petition, work: UnitOfWork) -> frozenset[str]:
    """Return what people may have quoted of a petition: its voter's words as they stand, and as others read them."""
    said = {petition.text, petition.summary, *(one.text for one in petition.supplements)}
    names = await work.voters.names()
    read = {how for words in said for how in (words, impersonal(words), masked(words, names))}
    return frozenset(filter(None, read))
