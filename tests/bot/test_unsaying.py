"""What was erased here is erased by the platform that showed it, by what it said that it would need for that."""

from bot.platforms.base import Post
from tests.support.platform import FakePlatform
from tests.support.post_office import PostOffice


class Noting(FakePlatform):
    """Knows what it showed by a name of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.taken_back: list[tuple[str, str | None]] = []

    async def deliver(self, post: Post) -> str:
        await super().deliver(post)
        return f"shown as {post.text}"

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        self.taken_back.append((line, shown_as))


async def test_a_platform_is_told_as_what_it_showed_a_post_that_is_erased() -> None:
    platform = Noting()
    office = PostOffice(platform=platform)
    await office.queue("一", key="news/wrong", about="qs-2026-1")
    await office.sends()
    async with office.storage.begin() as work:
        await work.outbox.forget_about("qs-2026-1")
    await office.sends()
    assert platform.taken_back == [("news/wrong", "shown as 一")]
