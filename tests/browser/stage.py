"""A person at the page of the really started bot; with LIAISON_SHOTS=FOLDER pictures of both widths are kept there."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE, PHONE, WIDE
from tests.browser.started import started_bot

BOT: Final = "小助手"


class Stage:
    """The page, and what somebody does on it."""

    def __init__(self, page: Page, config: Path, start: datetime) -> None:
        self.page = page
        self._config = config
        self._start = start
        folder = os.environ.get("LIAISON_SHOTS")
        self._shots = None if folder is None else Path(folder)
        self._bot = AsyncExitStack()

    async def opens(self) -> None:
        """Start the bot and open its page."""
        await self.page.goto(await self._bot.enter_async_context(started_bot(self._config, self._start)))

    async def restarts(self) -> None:
        """Stop the bot and start it again, with the page left open."""
        await self.closes()
        await expect(self.page.get_by_role("alert")).to_contain_text("正在重新连接")
        await self._bot.enter_async_context(started_bot(self._config, self._start))
        await expect(self.page.get_by_role("alert")).to_be_hidden()

    async def closes(self) -> None:
        """Stop the bot."""
        await self._bot.aclose()

    async def plays(self, name: str, chat: str = BOT) -> None:
        """Be somebody, and open a conversation of theirs."""
        person = await self.page.locator("#me option", has_text=name).get_attribute("value")
        await self.page.get_by_label("我是").select_option(person)
        settled = self.page.locator('#chats[aria-busy="false"] button')  # the list is the new person's, in its order
        await settled.filter(has=self.page.get_by_text(chat, exact=True)).click()

    async def says(self, text: str) -> None:
        await self.page.get_by_label("要说的话").fill(text)
        await self.page.get_by_label("要说的话").press("Enter")

    async def clicks(self, choice: str) -> None:
        """Answer the last question that offers *choice*."""
        await self.page.get_by_role("button", name=choice, exact=True).last.click()

    async def reads(self, text: str) -> None:
        """Wait until the conversation that is open says just that."""
        await expect(self._words(text).last).to_be_visible()

    async def passes_until(self, moment: str) -> None:
        """Fast-forward to a moment, and wait until it is there."""
        await self.page.get_by_label("快进到哪一天、几点").fill(moment)
        await self.page.locator("#forward .go").click()
        await self._arrives(moment)

    async def jumps(self, button: str, moment: str) -> None:
        """Fast-forward by one of the buttons, which leads to *moment*."""
        await self.page.get_by_role("button", name=button).click()
        await self._arrives(moment)

    async def shoots(self, chapter: str) -> None:
        """Keep a picture of the page as it is, on a desk and on a phone."""
        if self._shots is None:
            return
        for width, height in (PHONE, WIDE):
            await self.page.set_viewport_size({"width": width, "height": height})
            await self.page.wait_for_timeout(200)  # the log scrolls to its end
            await self.page.screenshot(path=self._shots / f"{chapter}-{width}.png")

    async def _arrives(self, moment: str) -> None:
        await expect(self.page.locator("#came")).to_be_visible()
        await expect(self.page.locator("#now")).to_have_attribute("datetime", moment)

    def _words(self, text: str) -> Locator:
        return self.page.locator("#lines .words").get_by_text(text, exact=True)


@asynccontextmanager
async def staged(browser: Browser, config: Path, start: datetime) -> AsyncIterator[Stage]:
    """The page of a bot that was just started; an error in its scripts fails the test."""
    width, height = WIDE
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    errors: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    stage = Stage(page, config, start)
    try:
        await stage.opens()
        yield stage
    finally:
        await context.close()
        await stage.closes()
    assert errors == []
