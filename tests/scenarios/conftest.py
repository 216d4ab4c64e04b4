"""The group every scenario talks in."""

import pytest

from tests.support.group import Group
from tests.support.story import a_group


@pytest.fixture
def group() -> Group:
    return a_group()
