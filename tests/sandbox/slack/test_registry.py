import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.limits import TIER_2, TIER_4
from sandbox.slack.methods import METHODS

USED = [
    "auth.test",
    "api.test",
    "apps.connections.open",
    "chat.postMessage",
    "chat.update",
    "chat.delete",
    "chat.postEphemeral",
    "chat.getPermalink",
    "chat.unfurl",
    "chat.startStream",
    "chat.appendStream",
    "chat.stopStream",
    "conversations.info",
    "conversations.members",
    "conversations.list",
    "conversations.open",
    "conversations.history",
    "conversations.replies",
    "conversations.join",
    "users.info",
    "users.lookupByEmail",
    "users.list",
    "views.open",
    "views.push",
    "views.update",
    "views.publish",
    "reactions.add",
    "reactions.remove",
    "agents.sessions.setStatus",
    "agents.sessions.rename",
    "assistant.threads.setStatus",
    "assistant.threads.setSuggestedPrompts",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "team.info",
    "bots.info",
    "blocks.validate",
]


@pytest.mark.parametrize("name", USED)
def test_every_method_a_bot_uses_is_there_under_the_sdks_name(name: str) -> None:
    assert name in METHODS
    assert hasattr(AsyncWebClient, name.replace(".", "_"))


def test_methods_have_the_rates_slack_documents() -> None:
    assert METHODS["chat.startStream"].rates == METHODS["chat.stopStream"].rates == (TIER_2,)
    assert METHODS["chat.appendStream"].rates == METHODS["views.open"].rates == (TIER_4,)
