"""One run, as the stories it calls see it: who asks, where, and the progress they may show."""

from dataclasses import dataclass, field
from typing import Any

from bot.people import Person, Policy
from bot.slack.progress import Progress
from bot.slack.speaking import Place
from bot.slack.text import zoned
from bot.workflows.house import house
from tools.catalog import Catalog


@dataclass
class Run:
    """A turn under way."""

    id: str
    conversation: str
    asker: Person
    place: Place
    progress: Progress
    catalog: Catalog
    policy: Policy
    """Who may read a call; fixed when the turn began, since a replay must take the same branches."""
    request: str = ""
    """The asker's words, for the record."""
    written: str = ""
    """All that the asker wrote in this conversation, and what the thread begins with."""
    links: set[str] = field(default_factory=set)
    """Keys of the meetings whose links the asker wrote in this conversation, or the thread begins with."""
    deals: set[str] = field(default_factory=set)
    """Ids of the CRM records that the asker wrote in this conversation."""
    offered: dict[str, str] = field(default_factory=dict)
    """Calls whose sales qualification the thread offers to have made, with what Claude is told of each."""

    deeds: list[str] = field(default_factory=list)
    """What the run has done that others see, for the last words of one that is stopped."""

    refused: bool = False
    """Whether something was asked for that the asker may not read; what the run says is theirs alone from then on."""

    @property
    def is_alone(self) -> bool:
        """Whether nobody but the asker reads along: in a direct message, and in a terminal, which has no conversation."""
        return self.place.channel.startswith("D") or ":" not in self.conversation

    def notice(self, pause: float, why: str) -> None:
        """Tell the thread of a wait."""
        wait_notice(self.progress, self.asker.zone, pause, why)

    def resumed(self) -> None:
        """The wait is over, if there was one."""
        title, _ = self.progress.plan.tasks.get("waiting", ("", ""))
        if title:
            self.progress.show("waiting", waited(title), "complete")


GOING_ON = " Going on at "
"""Between why a run waits and until when."""


def waited(title: str) -> str:
    """A wait's step once it is over."""
    why, on, until = title.partition(GOING_ON)
    return f"Waited until {until.removesuffix('.')}: {why}" if on else title


def wait_notice(progress: Progress, zone: str, pause: float, why: str) -> None:
    """Say in a progress message that the run waits, why, and until when. Short waits need no words."""
    if pause >= 2:
        # Others may read along elsewhere, and a plan's titles take no date that Slack would convert.
        until = zoned(house().now() + pause, zone)
        progress.show("waiting", f"{why}{GOING_ON}{until}.", "in_progress")


Result = dict[str, Any]


def tool_result(call_id: str, content: str, *, is_error: bool = False) -> Result:
    """A tool call's answer as Claude takes it."""
    block = {"type": "tool_result", "tool_use_id": call_id, "content": content}
    return block | ({"is_error": True} if is_error else {})
