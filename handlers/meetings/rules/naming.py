"""Deputies by name, where two may have the same one."""

from collections.abc import Sequence

from handlers.people.rules.roster import Deputy


def called(deputy: Deputy, deputies: Sequence[Deputy]) -> str:
    """Return the deputy's name, with the village behind it, or else the id, where another one of *deputies* has it."""
    namesakes = [one for one in deputies if one.name == deputy.name and one.person != deputy.person]
    if not namesakes:
        return deputy.name
    own = next((village for village in deputy.villages if all(village not in one.villages for one in namesakes)), None)
    return f"{deputy.name}（{own or deputy.person}）"


def named(words: str, deputies: Sequence[Deputy]) -> tuple[Deputy, ...]:
    """Return all whom *words*, a name and nothing else, may mean: one, save where two have the same name."""
    said = words.replace("(", "（").replace(")", "）").strip()
    exact = tuple(one for one in deputies if said in {called(one, deputies), one.person})
    return exact or tuple(one for one in deputies if one.name == said)


def spoken_of(words: str, deputies: Sequence[Deputy]) -> tuple[Deputy, ...]:
    """Return the deputies whose names stand in *words*, in that order; namesakes only where they are told apart."""
    said = words.replace("(", "（").replace(")", "）")
    found = {one.person: (said.find(called(one, deputies)), one) for one in deputies}
    places = sorted((place, number) for number, (place, _) in enumerate(found.values()) if place >= 0)
    return tuple(deputies[number] for _, number in places)
