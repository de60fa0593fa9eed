"""A stage on which Claude asks for other things than CRM writes, and people decide about them."""

import json
from typing import Any

from bot.app import App
from bot.errands.errand import from_json, to_json
from bot.slack import errand_words as words
from sandbox.claude import tool_use
from tests.play import Message, Play

DELETE = "delete_a_chorus_conversation_by_id"
DELETE_LIST = "delete_a_chorus_playlist_by_id"
GET = "get_single_chorus_conversation_by_id"
CREATE = "create_a_chorus_playlist"
MOMENT = "create_a_chorus_moment"
BULK = "chorus_conversations_bulk"
ALLOWED = {
    "CHORISTER_ALLOW": "conversations.delete, conversations.bulk, playlists.create, playlists.delete, moments.create, "
    "moments.delete",
    "CHORISTER_TOOLS": "flat",
}
RANDOM = "CRANDOM001"


def errand_of(card: Message) -> str:
    """The errand whose card is still open."""
    return str(card["blocks"][-1]["block_id"]).removeprefix("errand:")


class Desk(Play):
    """A stage on which Claude asks for other things than CRM writes."""

    app: App

    @property
    def call(self) -> Any:
        """Ana's last call."""
        return self.world.company.last_finished(self.person("ana"))

    async def asks_for(self, tool: str, arguments: dict[str, Any], name: str = "ana") -> str:
        """Somebody asks, and Claude calls a tool; what Claude says after it is told a result repeats what it was told."""
        self.world.claude.script([tool_use(tool, arguments)], "I was told.")
        return await self.ask(name, "please do it")

    async def delete(self, name: str = "ana") -> tuple[str, Message]:
        """Somebody has Ana's last call deleted: the thread, and the open card in it."""
        thread = await self.asks_for(DELETE, {"id": self.call.id}, name)
        return thread, await self.until(thread, "your decision")

    async def create(self) -> tuple[str, Message]:
        """Rosa, an admin, wants a playlist."""
        thread = await self.asks_for(CREATE, {"name": "Best of June"}, "rosa")
        return thread, await self.until(thread, "your decision")

    async def confirmation(self, name: str, card: Message) -> dict[str, Any]:
        """Click Approve on a card that destroys, and wait for the form."""
        await self.click(name, card, words.CONFIRM)
        return await self.slack.wait_for(lambda: self.slack.modal(self.person(name)))

    async def type(self, name: str, form: dict[str, Any], typed: str) -> dict[str, Any]:
        """Type into the form and send it; returns what the bot answered."""
        return await self.slack.submit(self.person(name), form["id"], {(words.TYPED, words.TYPED): typed})

    async def confirm(self, name: str, card: Message) -> None:
        form = await self.confirmation(name, card)
        assert await self.type(name, form, self.call.subject) == {}

    async def was_approved(self, card: Message) -> str:
        """Rosa's approval is stored, and the story that would act on it has died; returns the errand's id."""
        id, here = errand_of(card), self.app.house
        errand = await here.errands.get(id)
        assert errand is not None
        decision = {"by": self.person("rosa").slack_id, "at": here.now(), "token": "t"}
        stored = to_json(errand) | {"state": "approved", "decision": decision}
        assert await here.errands.decide(from_json(stored))
        return id

    def told(self) -> list[dict[str, Any]]:
        """What Claude was told of each tool call, in order."""
        blocks = [b for m in self.world.claude.asked[-1].body["messages"] for b in m["content"]]
        results = [b for b in blocks if isinstance(b, dict) and b.get("type") == "tool_result"]
        return [json.loads(b["content"]) for b in results]
