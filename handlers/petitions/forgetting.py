"""Everything that was said about one petition, erased wherever it was kept (domain §8.3)."""

from datetime import timedelta

from handlers.people.forgetting import forget_words
from handlers.petitions.rules.petition import Petition
from handlers.ports import UnitOfWork


async def forget_matter(petition: Petition, work: UnitOfWork) -> None:
    """Erase the words it came in, what was said about it, and what was asked; the petition itself is the caller's."""
    await work.outbox.forget_about(petition.id)
    await work.questions.close_about(petition.id)
    await work.corrections.forget(petition.id)
    registered_by = petition.history[0].by
    if registered_by is not None:
        # It may have been a draft for a while, and somebody else may have quoted it.
        limits = work.roster.stations[petition.station].limits
        since = petition.registered_at - timedelta(hours=limits.draft_hours)
        await forget_words(registered_by, since=since, quoted=petition.text, work=work)
