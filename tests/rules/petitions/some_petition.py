"""A petition to begin with."""

from datetime import datetime

from handlers.dates.china_time import CHINA_TIME
from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import Petition, PetitionId, Source, State

MORNING = datetime(2026, 3, 2, 9, tzinfo=CHINA_TIME)


def a_draft() -> Petition:
    """Return a matter that nobody has asked to register yet."""
    return Petition(
        id=PetitionId("LH2026-0012"),
        station=StationId("lihe"),
        tail=12,
        voter=PersonId("zhao-min"),
        named=False,
        source=Source.DIRECT,
        group=None,
        registered_at=MORNING,
        text="李村小学门口路灯不亮三天了",
        summary="李村小学门口路灯不亮三天了",
        state=State.DRAFT,
        history=(),
    )
