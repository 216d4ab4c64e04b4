"""How every test runs: Hypothesis profiles, and the browser or the reason why there is none."""

import os
import shutil

import pytest
from hypothesis import settings

# No deadline: how long an example takes says more about the machine than about the rule.
settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("ci", parent=settings.get_profile("quick"), derandomize=True, print_blob=True)
settings.register_profile("soak", max_examples=3000, deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "quick")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium; skips the test where it is missing, unless LIAISON_REQUIRE_BROWSER=1."""
    path = shutil.which("chromium")
    if path is None:
        reason = "chromium is missing; install it with: sudo apt-get install chromium"
        if os.environ.get("LIAISON_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
