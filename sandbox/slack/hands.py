"""What people do with the app's own surfaces: they click, fill in forms, type commands, take shortcuts."""

import copy
from collections.abc import Mapping
from typing import Any

from sandbox.slack import interactions
from sandbox.slack.channels import Channel
from sandbox.slack.delivery import Delivery
from sandbox.slack.elements import find, missing_inputs, press, state_of
from sandbox.slack.http_delivery import DEADLINE
from sandbox.slack.journal import Delivered, Json
from sandbox.slack.methods.chat import show_ephemeral
from sandbox.slack.people import People, Who, user_id
from sandbox.slack.workspace import Workspace

State = Mapping[tuple[str, str], Any]


class Hands:
    """Interactions of persons with messages, modals and commands."""

    def __init__(self, workspace: Workspace, delivery: Delivery, people: People) -> None:
        self._workspace, self._delivery, self._people = workspace, delivery, people

    async def click(
        self,
        who: Who,
        place: str,
        ts: str,
        action_id: str,
        *,
        block_id: str | None = None,
        state: State | None = None,
        value: Any = None,
    ) -> Delivered:
        """Press an element of a message as it is now, also of an ephemeral one."""
        channel, message = self._message(place, ts)
        self._people.enter(who, channel)
        blocks = [*(message.get("blocks") or []), *_previewed(message)]
        owner, element = find(blocks, action_id, block_id)
        payload = interactions.click_on_message(
            self._workspace.me,
            self._user(who),
            channel,
            _shown(message),
            actions=[press(element, owner, self._workspace.next_ts(), value)],
            values=state_of(blocks, state),
            trigger_id=self._workspace.tickets.trigger(user_id(who)),
            response_url=self._response_url(who, channel, message),
        )
        return await self._delivery.send("interactive", payload)

    async def click_view(
        self,
        who: Who,
        view_id: str,
        action_id: str,
        *,
        block_id: str | None = None,
        state: State | None = None,
        value: Any = None,
    ) -> Delivered:
        """Press an element of a modal or of a Home tab."""
        view = self._workspace.views.all[view_id]
        owner, element = find(view["blocks"], action_id, block_id)
        filled = {**copy.deepcopy(view), "state": {"values": state_of(view["blocks"], state)}}
        action = press(element, owner, self._workspace.next_ts(), value)
        trigger = self._workspace.tickets.trigger(user_id(who), view_id)
        payload = interactions.click_on_view(
            self._workspace.me, self._user(who), filled, actions=[action], trigger_id=trigger
        )
        return await self._delivery.send("interactive", payload)

    async def submit(self, who: Who, view_id: str, state: State | None = None) -> Json:
        """Send a form and do what the app's answer says; return that answer, empty when the form just closes."""
        user, view = user_id(who), self._workspace.views.all[view_id]
        values = state_of(view["blocks"], state)
        if missing := missing_inputs(view["blocks"], values):
            raise AssertionError(
                f"Slack does not send this form: required inputs are empty: {', '.join(missing)}"
            )
        filled = {**copy.deepcopy(view), "state": {"values": values}}
        trigger = self._workspace.tickets.trigger(user, view_id)
        payload = interactions.submission(self._workspace.me, self._user(who), filled, trigger)
        delivered = await self._delivery.send("interactive", payload)
        if delivered.transport == "socket":
            await self._workspace.changes.until(lambda: delivered.acked_after is not None, DEADLINE)
        if delivered.acked_after is None:
            raise AssertionError(
                "the app did not answer the form in time: Slack says it had some trouble connecting"
            )
        answer = delivered.reply or {}
        self._follow(user, view_id, answer)
        return answer

    async def close_view(self, who: Who, view_id: str) -> None:
        """Close a modal with the cross; the app hears of it only if it asked to."""
        view = self._workspace.views.all[view_id]
        self._workspace.views.close(user_id(who), view_id)
        if view["notify_on_close"]:
            payload = interactions.closing(
                self._workspace.me, self._user(who), copy.deepcopy(view), is_cleared=False
            )
            await self._delivery.send("interactive", payload)

    async def command(self, who: Who, place: str, command: str, text: str = "") -> Delivered:
        """Type a slash command."""
        channel = self._people.place(place)
        fields = interactions.slash_command(
            self._workspace.me,
            self._user(who),
            channel,
            command=command,
            text=text,
            trigger_id=self._workspace.tickets.trigger(user_id(who)),
            response_url=self._response_url(who, channel),
        )
        return await self._delivery.send("slash_commands", fields)

    async def shortcut(self, who: Who, place: str | None, ts: str | None, callback_id: str) -> Delivered:
        """Take a shortcut from a message's menu, or, without a message, a global one."""
        me, user, now = self._workspace.me, self._user(who), self._workspace.next_ts()
        trigger = self._workspace.tickets.trigger(user_id(who))
        if place is None or ts is None:
            payload = interactions.global_shortcut(
                me, user, callback_id=callback_id, trigger_id=trigger, ts=now
            )
            return await self._delivery.send("interactive", payload)
        channel, message = self._message(place, ts)
        payload = interactions.message_shortcut(
            me,
            user,
            channel,
            _shown(message),
            callback_id=callback_id,
            trigger_id=trigger,
            response_url=self._response_url(who, channel, message),
            ts=now,
        )
        return await self._delivery.send("interactive", payload)

    def heard(self, delivered: Delivered) -> None:
        """Show what the app says along with the acknowledgement of a slash command."""
        reply = delivered.reply
        if delivered.kind != "slash_commands" or not reply or not (reply.get("text") or reply.get("blocks")):
            return
        channel = self._people.place(delivered.payload["channel_id"])
        content: Json = {key: reply[key] for key in ("text", "blocks") if key in reply}
        if reply.get("response_type") == "in_channel":
            self._workspace.post_as_bot(channel, content)
        else:
            show_ephemeral(self._workspace, channel.id, delivered.payload["user_id"], content)

    def _follow(self, user: str, view_id: str, answer: Json) -> None:
        views, action = self._workspace.views, answer.get("response_action")
        if action == "update":
            views.update(answer["view"], view_id=view_id, external_id=None, expected=None)
        elif action == "push":
            views.push(user, answer["view"])
        elif action == "clear":
            views.clear(user)
        elif action != "errors":
            views.close(user, view_id)
        self._workspace.changes.happened()

    def _message(self, place: str, ts: str) -> tuple[Channel, Json]:
        channel = self._people.place(place)
        fleeting = (m for m in self._workspace.ephemerals if m["channel"] == channel.id and m["ts"] == ts)
        message = channel.messages.get(ts) or next(fleeting, None)
        if message is None:
            raise AssertionError(
                f"no message {ts} in {channel.name}; there is: {', '.join(channel.messages)}"
            )
        return channel, message

    def _response_url(self, who: Who, channel: Channel, message: Json | None = None) -> str:
        key = self._workspace.tickets.response_url(channel.id, user_id(who), (message or {}).get("ts"))
        return f"{self._workspace.base_url}/response/{key}"

    def _user(self, who: Who) -> Json:
        return self._workspace.users[user_id(who)]


def _previewed(message: Json) -> list[Json]:
    """The blocks of what the app put under somebody's link."""
    previews = (each for each in message.get("attachments") or [] if each.get("is_app_unfurl"))
    return [block for preview in previews for block in preview.get("blocks", [])]


def _shown(message: Json) -> Json:
    return copy.deepcopy({key: value for key, value in message.items() if key != "streaming"})
