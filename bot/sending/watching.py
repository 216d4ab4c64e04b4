"""How the entries of any platform are, for whoever watches the process: nothing of what was said, nobody's account."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from bot.metrics import Figure
from bot.sending.judging import Judge
from bot.sending.token import AccessToken


def sound(platform: str, entries: Iterable[str], judge: Judge) -> Mapping[str, Callable[[], bool]]:
    """Return what tells of each entry, which has no connection to look at, whether it can work."""
    return {f"{platform} {entry}": partial(judge.can_work, entry) for entry in entries}


def wrong(platform: str, judge: Judge, trouble: Callable[[str, str], str]) -> Mapping[str, str]:
    """Return what somebody has to put right, by a key for each, in the words that *trouble* has for entry and code."""
    return {f"{platform}/{entry}/{why}": trouble(entry, why) for entry, why in judge.wrong.items()}


def refusals(platform: str, calls: Mapping[int, int], judge: Judge) -> Iterator[Figure]:
    """Yield how often either side refused the other; *calls* are the platform's own, by the status they were told."""
    for status, count in calls.items():
        about = "Callbacks that were refused"
        yield Figure(f"liaison_{platform}_calls_refused", about, count, {"status": str(status)})
    for (entry, code), count in judge.refused.items():
        about = "Posts and calls that the platform refused"
        yield Figure(f"liaison_{platform}_refused", about, count, {"entry": entry, "code": code})
    for entry, code in judge.wrong.items():
        about = "What somebody has to put right"
        yield Figure(f"liaison_{platform}_wrong", about, 1, {"entry": entry, "code": code})


def ages(platform: str, kind: str, tokens: Mapping[str, AccessToken]) -> Iterator[Figure]:
    """Yield the ages of access tokens, by the names of the entries of that kind."""
    for name, token in tokens.items():
        if token.age is not None:
            seconds = token.age.total_seconds()
            yield Figure(f"liaison_{platform}_token_seconds", "Age of the access token", seconds, {kind: name})


def unused(platform: str, kind: str, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Figure]:
    """Yield what came and was of no use, by the names of the entries of that kind."""
    for name, by_kind in counts.items():
        for what, count in by_kind.items():
            about = "What came and was of no use"
            yield Figure(f"liaison_{platform}_unused", about, count, {kind: name, "kind": what})
