"""A message that is written while it is read: its chunks, and the five minutes Slack gives it."""

from dataclasses import dataclass, field

from sandbox.slack.blocks import check_blocks
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.journal import Json

# Measured at 306 s (python-slack-sdk issue 1859); appending does not extend it.
LIFETIME = 300.0
MARKDOWN_LIMIT = 12_000
FIELD_LIMIT = 256
DISPLAYS = ("timeline", "plan", "dense")
TASK_STATES = ("pending", "in_progress", "complete", "error")


@dataclass
class Stream:
    """What has been streamed into one message so far."""

    started: float
    display: str = "timeline"
    is_open: bool = True
    stopped_by_user: bool = False
    title: str = "Plan"
    parts: list[Json] = field(default_factory=list)

    def stop(self, *, by_user: bool = False) -> None:
        """End the stream."""
        self.is_open, self.stopped_by_user = False, by_user

    def is_over(self, now: float) -> bool:
        """Whether the stream was stopped, or Slack has given it up by itself."""
        return not self.is_open or now - self.started >= LIFETIME

    def add(self, chunks: list[Json]) -> None:
        """Append checked chunks."""
        for chunk in chunks:
            _ADD[chunk["type"]](self, chunk)

    def text(self) -> str:
        """Return the markdown written so far."""
        return "".join(part["text"] for part in self.parts if part["type"] == "markdown")

    def blocks(self) -> list[Json]:
        """Return the message's blocks: tasks between the text, or gathered in one plan."""
        blocks: list[Json] = []
        plan: Json | None = None
        for part in self.parts:
            if part["type"] != "task_card" or self.display != "plan":
                blocks.append(dict(part))
            elif plan is None:
                plan = {"type": "plan", "title": self.title, "tasks": [dict(part)]}
                blocks.append(plan)
            else:
                plan["tasks"].append(dict(part))
        return blocks

    def _add_markdown(self, chunk: Json) -> None:
        if self.parts and self.parts[-1]["type"] == "markdown":
            self.parts[-1]["text"] += chunk["text"]
        else:
            self.parts.append({"type": "markdown", "text": chunk["text"]})

    def _add_task(self, chunk: Json) -> None:
        card = next((p for p in self.parts if p.get("task_id") == chunk["id"]), None)
        if card is None:
            card = {"type": "task_card", "task_id": chunk["id"]}
            self.parts.append(card)
        card.update(title=chunk["title"], status=chunk["status"])
        for key in ("details", "output"):
            if chunk.get(key):
                card[key] = _rich(_plain(card.get(key)) + chunk[key])
        if chunk.get("sources"):
            card["sources"] = [*card.get("sources", []), *chunk["sources"]]

    def _add_plan(self, chunk: Json) -> None:
        self.title = chunk["title"]

    def _add_blocks(self, chunk: Json) -> None:
        self.parts += chunk["blocks"]


_ADD = {
    "markdown_text": Stream._add_markdown,
    "task_update": Stream._add_task,
    "plan_update": Stream._add_plan,
    "blocks": Stream._add_blocks,
}


def chunks_of(args: Json) -> list[Json]:
    """Return the chunks of a call, markdown_text being one of them, or refuse."""
    chunks = args.get("chunks") or []
    if not isinstance(chunks, list):
        raise SlackRefusal("invalid_chunks")
    for chunk in chunks:
        _check(chunk)
    markdown = args.get("markdown_text")
    if markdown and len(markdown) > MARKDOWN_LIMIT:
        raise SlackRefusal("msg_too_long")
    return [*([{"type": "markdown_text", "text": markdown}] if markdown else []), *chunks]


def _check(chunk: Json) -> None:
    kind = chunk.get("type") if isinstance(chunk, dict) else None
    fine = {
        "markdown_text": lambda: isinstance(chunk.get("text"), str) and len(chunk["text"]) <= MARKDOWN_LIMIT,
        "plan_update": lambda: _fits(chunk.get("title")),
        "task_update": lambda: _is_task(chunk),
        "blocks": lambda: isinstance(chunk.get("blocks"), list),
    }
    if kind not in fine or not fine[kind]():
        raise SlackRefusal("invalid_chunks")
    if kind == "blocks" and (problems := check_blocks(chunk["blocks"], "message")):
        many = len(chunk["blocks"]) > 50
        raise SlackRefusal.with_messages("msg_blocks_too_many" if many else "invalid_blocks", problems)


def _is_task(chunk: Json) -> bool:
    texts = [chunk[key] for key in ("details", "output") if chunk.get(key)]
    named = bool(chunk.get("id")) and _fits(chunk.get("title")) and all(_fits(text) for text in texts)
    return named and chunk.get("status") in TASK_STATES


def _fits(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text) <= FIELD_LIMIT


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _plain(rich: Json | None) -> str:
    return rich["elements"][0]["elements"][0]["text"] if rich else ""
