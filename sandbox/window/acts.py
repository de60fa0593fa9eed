"""What people do in the window, done in the sandbox's Slack."""

from collections.abc import Awaitable, Callable, Mapping

from sandbox.slack.errors import SlackRefusal
from sandbox.window import knobs
from sandbox.window.cast import HOME, Player
from sandbox.window.drawing import empty_required, pressed_from, state_from
from sandbox.window.held import Filled, Held
from sandbox.world import World

Posted = Mapping[str, list[str]]
NO_COMMANDS_HERE = "Slack takes commands in a channel or a direct message, not in a thread."


class Acts:
    """Everything that can be done on the page, by the address its form posts to. Each returns a thread to open, or ""."""

    def __init__(self, world: World, held: Held, commands: tuple[str, ...]) -> None:
        self._world, self._slack, self._held, self._commands = world, world.slack, held, commands
        self.all: dict[str, Callable[[Player, Posted], Awaitable[str]]] = {
            "/say": self.say,
            "/open": self.open,
            "/stop": self.stop,
            "/shortcut": self.shortcut,
            "/message/click": self.click,
            "/view/click": self.click_view,
            "/view/submit": self.submit,
            "/view/close": self.close_view,
            "/clock": self.move_clock,
            "/fault": self.order_fault,
            "/recorder": self.end_call,
        }

    async def do(self, address: str, player: Player, form: Posted) -> str:
        """Do one thing; what cannot be done is told to the person on the page alone, as Slack's own client does."""
        self._held.notices.pop(player.id, None)
        try:
            return await self.all[address](player, form)
        except (AssertionError, SlackRefusal, ValueError, KeyError) as error:
            self._held.notices[player.id] = str(error).split("\n", 1)[0]
            return ""

    async def say(self, player: Player, form: Posted) -> str:
        """Write a message, in a thread or as a new one; a line that begins with a slash is a command."""
        text, channel, thread = one(form, "text").strip(), one(form, "channel"), one(form, "thread")
        if not text:
            return ""
        if text.startswith("/"):
            return await self._command(player, channel, thread, text)
        ts = await self._slack.say(player.id, channel, text.replace("\r\n", "\n"), thread_ts=thread or None)
        return "" if thread else ts

    async def _command(self, player: Player, channel: str, thread: str, text: str) -> str:
        if thread:
            raise ValueError(NO_COMMANDS_HERE)
        command, _, rest = text.partition(" ")
        if command not in self._commands:
            raise ValueError(f"{command} is not a valid command.")
        await self._slack.command(player.id, channel, command, rest.strip())
        return ""

    async def open(self, player: Player, form: Posted) -> str:
        """Open the app's Home tab or its messages, of which the app hears."""
        await self._slack.open_home(player.id, HOME if one(form, "tab") == HOME else "messages")
        return ""

    async def stop(self, player: Player, form: Posted) -> str:
        """Press Stop under a thread."""
        await self._slack.stop_session(player.id, one(form, "channel"), one(form, "thread"))
        return ""

    async def shortcut(self, player: Player, form: Posted) -> str:
        """Take a shortcut, from a message's menu or from anywhere."""
        channel, ts = one(form, "channel") or None, one(form, "ts") or None
        await self._slack.shortcut(player.id, channel, ts, one(form, "callback_id"))
        return ""

    async def click(self, player: Player, form: Posted) -> str:
        """Press something in a message."""
        channel, ts = one(form, "channel"), one(form, "ts")
        message = self._message(player, channel, ts)
        press, state = pressed_from(form, message), state_from(form, message)
        self._held.messages[(player.id, channel, ts)] = state
        await self._slack.click(
            player.id, channel, ts, press.action_id, block_id=press.block_id, state=state, value=press.value
        )
        return ""

    async def click_view(self, player: Player, form: Posted) -> str:
        """Press something in a form or in the Home tab."""
        id = one(form, "view_id")
        view = self._slack.views[id]
        press, state = pressed_from(form, view), state_from(form, view)
        self._held.views[id] = Filled(state, self._held.of_view(id).errors)
        await self._slack.click_view(
            player.id, id, press.action_id, block_id=press.block_id, state=state, value=press.value
        )
        return ""

    async def submit(self, player: Player, form: Posted) -> str:
        """Send a form; what is missing, or what the app finds wrong, is shown in it."""
        id = one(form, "view_id")
        view = self._slack.views[id]
        state = state_from(form, view)
        errors = empty_required(state, view)
        self._held.views[id] = Filled(state, errors)
        if not errors:
            answer = await self._slack.submit(player.id, id, state)
            self._held.views[id] = Filled(state, answer.get("errors", {}))
        return ""

    async def close_view(self, player: Player, form: Posted) -> str:
        """Close a form without sending it."""
        id = one(form, "view_id")
        self._held.views.pop(id, None)
        await self._slack.close_view(player.id, id)
        self._slack.changes.happened()
        return ""

    async def move_clock(self, _: Player, form: Posted) -> str:
        """Let time pass."""
        knobs.move(self._world, one(form, "step"))
        return ""

    async def order_fault(self, _: Player, form: Posted) -> str:
        """Have something go wrong."""
        knobs.order(self._world, one(form, "mishap"))
        self._slack.changes.happened()
        return ""

    async def end_call(self, _: Player, form: Posted) -> str:
        """Let a call end that a recorder is in."""
        self._world.truto.chorus.end(one(form, "recorder"))
        return ""

    def _message(self, player: Player, channel: str, ts: str) -> dict[str, object]:
        mine = [m for m in self._slack.ephemerals if m["user"] == player.id and m["channel"] == channel]
        found = [m for m in (*self._slack.messages(channel), *mine) if m["ts"] == ts]
        if not found:
            raise ValueError("This message is not there any more.")
        return found[0]


def one(form: Posted, name: str) -> str:
    """Return the single value of a field, "" where there is none."""
    return next(iter(form.get(name, ())), "")
