"""A person of the company at their browser: they see the window's page, and do only what can be done on it."""

from dataclasses import dataclass, field

from playwright.async_api import Locator, Page, expect

from sandbox.clock import PATIENCE
from sandbox.world import World


@dataclass
class Somebody:
    """One page, open as one person."""

    page: Page
    url: str
    world: World
    who: str = "ana"
    errors: list[str] = field(default_factory=list)
    """What the browser's console complained of."""

    def __post_init__(self) -> None:
        self.page.set_default_timeout(1000 * PATIENCE)
        expect.set_options(timeout=1000 * PATIENCE)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)

    async def open(self, place: str = "deals") -> None:
        """Open the page at a place."""
        await self.page.goto(f"{self.url}/{self.who}/{place}")

    async def write(self, text: str) -> None:
        """Write in the channel or thread that is open, and send it."""
        box = self.page.get_by_role("textbox").last
        await box.fill(text)
        await box.press("Enter")

    async def ask(self, text: str) -> None:
        """Mention the bot in the channel; its thread opens."""
        await self.open()
        await self.write(f"@Chorister {text}")
        await expect(self.thread.get_by_role("log")).to_contain_text(text[:40])

    @property
    def thread(self) -> Locator:
        """The thread that is open."""
        return self.page.get_by_role("region", name="Thread")

    @property
    def form(self) -> Locator:
        """The form in front of everything."""
        return self.page.get_by_role("dialog")

    def button(self, name: str) -> Locator:
        """A button in the thread."""
        return self.thread.get_by_role("button", name=name, exact=True)

    def panel(self, name: str) -> Locator:
        """A panel beside Slack."""
        return self.page.get_by_role("complementary").get_by_role("region", name=name, exact=True)

    async def reads(self, *texts: str) -> None:
        """Wait until the thread says all of this."""
        for text in texts:
            await expect(self.thread.get_by_role("log")).to_contain_text(text)
