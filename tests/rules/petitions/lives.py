"""Lives of petitions, walked wherever the table of states allows."""

from dataclasses import replace
from datetime import timedelta

from hypothesis.strategies import DrawFn, composite, integers, sampled_from

from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.petition import Action, Petition, State
from handlers.petitions.rules.states import TRANSITIONS, advance
from tests.rules.petitions.some_petition import MORNING, a_draft

SOMEBODY = PersonId("somebody")


def ways_out(state: State) -> list[Action]:
    """Return the steps that can be taken from *state*."""
    return [action for before, action in TRANSITIONS if before is state]


@composite
def lives(draw: DrawFn, *, most: int = 20) -> Petition:
    """Return a petition after up to *most* steps, an hour apart."""
    petition = a_draft()
    for hour in range(draw(integers(0, most))):
        possible = ways_out(petition.state)
        if not possible:
            break
        action = draw(sampled_from(possible))
        if action is Action.MERGE:
            petition = replace(petition, parent=petition.id)
        petition = advance(petition, action, by=SOMEBODY, at=MORNING + timedelta(hours=hour))
    return petition
