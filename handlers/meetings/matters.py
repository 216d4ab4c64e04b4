"""What was entered at a reception, and what the reception brought by its staff's word."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.meetings.plan import COUNTED_WITHIN
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.records import Counts
from handlers.message import Citation
from handlers.people.rules.roster import PersonId
from handlers.petitions.citing import cite
from handlers.petitions.rules.petition import Action, Petition, State
from handlers.petitions.rules.showing import impersonal
from handlers.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a reception brought: as staff *told* it, None where nobody has, and as it was *entered*.

    Groups, head and record are told the same of these, and where the two differ head and record are told both.
    """

    told: Counts | None
    entered: Counts
    handed_over: int
    redirected: int

    @property
    def counts(self) -> Counts:
        """What is told of it: somebody's word, for not everything is entered at once, else what was entered."""
        return self.told or self.entered


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """The matters that were entered at a reception, in that order."""

    petitions: Sequence[Petition]

    @property
    def cites(self) -> tuple[Citation, ...]:
        """The words that a list of them has of each."""
        return cite(*((one, impersonal(one.summary)) for one in self.petitions))

    def for_eyes_of(self, person: PersonId) -> "Matters":
        """Return those that *person* may learn of: nobody reads what speaks against himself."""
        return Matters(petitions=[one for one in self.petitions if not one.is_kept_from(person)])

    def brought(self, day: Held) -> Brought:
        """Return what *day* brought, these being all that was entered at it."""
        return Brought(
            told=day.kept.counts,
            entered=Counts(
                people=sum(one.people for one in day.kept.received),
                matters=len(self.petitions),
                answered=sum(_is_answered_there(one, day) for one in self.petitions),
            ),
            handed_over=self._with(Action.DISPATCH, Action.ESCALATE),
            redirected=self._with(Action.REDIRECT),
        )

    def _with(self, *actions: Action) -> int:
        return sum(any(step.action in actions for step in one.history) for one in self.petitions)


def _is_answered_there(petition: Petition, day: Held) -> bool:
    """Return whether a deputy answered it there and then, which may be entered as long as the rest may."""
    until = day.kept.end + COUNTED_WITHIN
    return any(step.action is Action.ANSWER_ON_SPOT and step.at < until for step in petition.history)


async def matters_of(day: Held, work: UnitOfWork) -> Matters:
    """Return what was entered at a reception."""
    return Matters(petitions=[await work.petitions.get(one.petition) for one in day.kept.received])


async def states_of(matters: Matters, work: UnitOfWork) -> Sequence[State]:
    """Return where each matter stands: one that was merged where its parent does, an archived one where it ended."""
    return [await _state_of(one, work) for one in matters.petitions]


async def _state_of(petition: Petition, work: UnitOfWork) -> State:
    if petition.state is State.MERGED and petition.parent is not None:
        return await _state_of(await work.petitions.get(petition.parent), work)
    ended = (step.state for step in reversed(petition.history) if step.state is not State.ARCHIVED)
    return next(ended, petition.state) if petition.state is State.ARCHIVED else petition.state
