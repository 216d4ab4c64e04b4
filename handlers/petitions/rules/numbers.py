"""What a petition is called."""

from handlers.people.rules.roster import Station
from handlers.petitions.rules.petition import PetitionId


def number(station: Station, year: int, tail: int) -> PetitionId:
    """Return a petition's number: the station's code, the year, and the running number voters know it by."""
    return PetitionId(f"{station.code}{year}-{tail:04}")
