"""A line of minutes -> what was agreed in it: what is done, by whom, until when."""

from datetime import date

from handlers.meetings.activities.texts import AND, BETWEEN, BRACKETS, NUMBERING
from handlers.meetings.rules.activity_records import Agreed
from handlers.parse_date import promised_day


def names_who_or_when(line: str) -> bool:
    """Return whether a line ends with brackets, as people write who does a thing and until when."""
    return BRACKETS.search(line) is not None


def agreed_in(line: str, today: date) -> Agreed:
    """Return what a line says; the brackets behind it hold who does it and until when."""
    line = line.lstrip(NUMBERING).strip()
    found = BRACKETS.search(line)
    if found is None:
        return Agreed(what=line, until=promised_day(line, today))
    parts = [part for part in BETWEEN.split(found[1].strip()) if part]
    until = next((day for part in parts if (day := promised_day(part, today)) is not None), None)
    who = [part for part in parts if promised_day(part, today) is None]
    return Agreed(what=line[: found.start()].strip(), who=AND.join(who), until=until)
