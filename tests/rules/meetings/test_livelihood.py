"""How ratings are counted: everybody once, nobody shown."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.meetings.rules.livelihood import FEWEST_SHOWN, Ballot, LivelihoodProject, ProjectList, counted
from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import Rating

STATION = StationId("qs")
LIST = ProjectList(
    station=STATION,
    number=2026,
    projects=(LivelihoodProject(name="村口修桥"), LivelihoodProject(name="幼儿园操场")),
    set_by=PersonId("lin"),
)


def ballots(*, fewest: int = 0) -> st.SearchStrategy[list[Ballot]]:
    """Return ballots of *fewest* people or more, one of each person and project."""
    one = st.builds(
        Ballot,
        station=st.just(STATION),
        year=st.just(2026),
        number=st.integers(1, 2),
        by=st.integers(1, 12).map(lambda number: PersonId(f"p_{number}")),
        rating=st.sampled_from(Rating),
        reason=st.sampled_from(["", "护栏没装", "桥很稳"]),
    )
    return st.lists(one, unique_by=lambda ballot: (ballot.number, ballot.by), min_size=fewest, max_size=24)


@given(cast=ballots())
def test_each_project_has_as_many_votes_as_people_rated_it_or_shows_none(cast: list[Ballot]) -> None:
    for number, tally in enumerate(counted(LIST, cast).result or (), start=1):
        votes = sum(ballot.number == number for ballot in cast)
        assert (tally is None) == (votes < FEWEST_SHOWN)
        assert tally is None or tally.votes == votes


@given(cast=ballots(fewest=10), data=st.data())
def test_the_result_is_the_same_whoever_voted_how_and_in_which_order(cast: list[Ballot], data: st.DataObject) -> None:
    people = data.draw(st.permutations(sorted({ballot.by for ballot in cast})))
    renamed = dict(zip(sorted({ballot.by for ballot in cast}), people, strict=True))
    others = [
        Ballot(station=STATION, year=2026, number=one.number, by=renamed[one.by], rating=one.rating, reason=one.reason)
        for one in data.draw(st.permutations(cast))
    ]
    assert counted(LIST, others) == counted(LIST, cast)


@given(cast=ballots())
def test_nobody_is_named_in_a_result(cast: list[Ballot]) -> None:
    assert "p_" not in f"{counted(LIST, cast)}"
