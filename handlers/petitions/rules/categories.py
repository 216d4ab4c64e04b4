"""What petitions are about and whose they usually are: the two levels of topics, by code (domain §9)."""

import json
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Final

from handlers.petitions.rules.petition import Authority, Petition

OTHER: Final = "9900"
"""Where no topic is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A topic, first and second level; the offices that usually handle it in township and county, "" where none does.

    *authority* is None where either level may be the right one.
    """

    code: str
    field: str
    topic: str
    township_office: str
    county_department: str
    authority: Authority | None

    def usual_office(self, authority: Authority | None) -> str:
        """Return the office to propose: the township's, unless the county is to settle it, or alone can."""
        if Authority.COUNTY in {authority, self.authority}:
            return self.county_department or self.township_office
        return self.township_office or self.county_department


CATEGORIES: Final = {
    code: Category(
        code=code,
        field=field,
        topic=topic,
        township_office=township_office,
        county_department=county_department,
        authority=Authority(authority) if authority else None,
    )
    for code, (field, topic, township_office, county_department, authority) in json.loads(
        files(__package__).joinpath("categories.json").read_text(encoding="utf-8")
    ).items()
}


def usual_office(petition: Petition) -> str:
    """Return the office that usually handles what the petition is about, or an empty text."""
    category = CATEGORIES.get(petition.category or "")
    return "" if category is None else category.usual_office(petition.authority)


def topic_of(petition: Petition) -> str:
    """Return by the station's own list what the petition is about, in nobody's words; "…" where that is not known."""
    category = CATEGORIES.get(petition.category or "")
    return "…" if category is None else category.topic


def categorised(petition: Petition, code: str) -> Petition:
    """Return *petition* under the topic it was taken for, with that topic's level; as it is where nothing is known."""
    category = CATEGORIES.get(code)
    if category is None or code == OTHER:
        return petition
    return replace(petition, category=category.code, authority=category.authority)
