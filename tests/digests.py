"""Sam's risk digest in the sandbox: sent period after period, as its schedule would."""

from typing import Any

from bot.app import App
from bot.digests.schedule import Schedule
from bot.durable import finished, start_once
from bot.workflows.digest import send_digest
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.play import Play


class Digests:
    """Sam's digest of everybody below him, period after period."""

    def __init__(self, play: Play, app: App, **more: Any) -> None:
        self.play, self.app, self.n = play, app, 0
        sam = play.person("sam")
        self.schedule = Schedule(
            id="S1",
            channel=play.channel,
            days=(0, 1, 2, 3, 4),
            at="08:30",
            zone=sam.tz,
            reps=(),
            grouping="rep",
            quiet_days=(),
            hide_amounts=False,
            by=sam.slack_id,
            by_name=sam.name,
            paused=False,
            created_at=0.0,
            **more,
        )

    async def send(self, period: str = "") -> dict[str, Any] | None:
        """Send the next one; returns its message, None where it stayed quiet."""
        self.n += 1
        period = period or f"2026-06-{self.n:02}"
        before = len(self.messages())
        await self.app.house.schedules.put(self.schedule, 0.0)
        await start_once(f"digest:S1:{period}", send_digest, self.schedule.to_json(), period)
        await finished(f"digest:S1:{period}")
        found = self.messages()[before:]
        return found[0] if found else None

    def messages(self) -> list[dict[str, Any]]:
        """The digests in the channel, not what stands in their threads."""
        every = self.play.slack.messages(self.play.channel)
        return [
            m for m in every if text_of(m).startswith("Deal risk") and m.get("thread_ts", m["ts"]) == m["ts"]
        ]

    async def state(self) -> tuple[str, str]:
        found = await self.app.house.schedules.period("S1", f"2026-06-{self.n:02}")
        assert found is not None
        return found.state, found.note

    async def standings(self) -> dict[str, set[str]]:
        """The deals at risk by the last digest that was sent, with their rules."""
        last = await self.app.house.readings.last_sent("S1")
        assert last is not None
        return {
            id: {part.partition(":")[0] for part in row["parts"]}
            for id, row in last["standings"].items()
            if row["level"] >= 2
        }


def below_sam(world: World) -> set[int]:
    return {p.chorus_user_id for p in world.company.people if p.chorus_user_id and p.key != "sam"}
