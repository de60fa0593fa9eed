"""Sessions are decoration: they give way to a burst and to Slack's faults, but none is left at work."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.prompt_words import JOBS
from bot.slack.sessions import LATER, OF_A_MINUTE, AgentSessions, NoSessions
from bot.slack.speaking import Place
from sandbox.slack import SlackServer
from sandbox.slack.sessions import Session

SET, SUGGEST = "agents.sessions.setStatus", "assistant.threads.setSuggestedPrompts"
ANA = "UANA000001"


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(slack: SlackServer, clock: Clock) -> AgentSessions:
    client = AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[])
    return AgentSessions(client, clock)


@pytest.fixture
async def place(slack: SlackServer) -> Place:
    channel = slack.channels["deals"]
    return Place(channel, await slack.say(ANA, channel, "hello"))


def session(slack: SlackServer, place: Place) -> Session:
    return slack.workspace.sessions.all[(place.channel, place.thread)]


async def test_a_thread_is_at_work_and_then_at_rest_under_its_first_title(
    sessions: AgentSessions, slack: SlackServer, place: Place
) -> None:
    assert await sessions.working(place, "first", ANA)
    assert await sessions.resting(place) is None
    assert await sessions.working(place, "second", ANA)
    found = session(slack, place)
    assert (found.title, found.initiator) == ("first", ANA)
    assert found.history == ["processing", "active", "processing"]


async def test_under_a_burst_some_threads_are_not_shown_until_the_minute_is_over(
    sessions: AgentSessions, slack: SlackServer, place: Place, clock: Clock
) -> None:
    shown = [await sessions.working(place, "t", ANA) for _ in range(OF_A_MINUTE + 5)]
    assert shown == [True] * OF_A_MINUTE + [False] * 5
    clock.at = 60.0
    assert await sessions.working(place, "t", ANA)
    assert 2 * OF_A_MINUTE < 50, "each needs a second call, and tier 3 takes fifty"


async def test_the_first_words_do_not_wait_for_a_refusal_and_rest_says_when_to_come_again(
    sessions: AgentSessions, slack: SlackServer, place: Place
) -> None:
    slack.faults.add("429", match=SET, times=2, retry_after=30)
    assert not await sessions.working(place, "t", ANA)
    assert await sessions.resting(place) == 30.0
    slack.faults.add("500", match=SET, times=2)
    assert await sessions.working(place, "t", ANA), "nobody knows whether it was shown"
    assert await sessions.resting(place) == LATER
    slack.faults.add("reset", match=SET, times=2)
    assert await sessions.working(place, "t", ANA)
    assert await sessions.resting(place) == LATER


async def test_a_refusal_of_one_session_is_no_refusal_of_all(
    sessions: AgentSessions, slack: SlackServer, place: Place
) -> None:
    slack.faults.add("error", match=SET, times=2, error="user_not_in_channel")
    assert not await sessions.working(place, "t", ANA)
    assert await sessions.resting(place) is None
    assert await sessions.working(place, "t", ANA)


async def test_an_app_that_is_no_agent_asks_once(
    sessions: AgentSessions, slack: SlackServer, place: Place
) -> None:
    slack.faults.add("error", match=SET, error="unknown_method", times=None)
    assert [await sessions.working(place, "t", ANA) for _ in range(3)] == [False] * 3
    assert await sessions.resting(place) is None
    assert len(slack.calls(SET)) == 1


async def test_the_same_prompts_are_shown_once_and_a_failure_is_let_go(
    sessions: AgentSessions, slack: SlackServer
) -> None:
    direct = slack.dm(ANA)
    slack.faults.add("500", match=SUGGEST)
    for _ in range(3):
        await sessions.suggest(direct, JOBS)
    assert len(slack.calls(SUGGEST)) == 2
    assert len(slack.workspace.sessions.prompts[(direct, None)]["prompts"]) == 3


async def test_a_channel_that_cannot_be_seen_has_no_name(sessions: AgentSessions, slack: SlackServer) -> None:
    assert await sessions.name(slack.channels["deals"]) == "deals"
    assert await sessions.name(slack.channels["deal-desk"]) == ""


async def test_a_terminal_has_no_sessions() -> None:
    none = NoSessions()
    assert not await none.working(Place("terminal"), "t", ANA)
    assert (await none.resting(Place("terminal")), await none.name("C1")) == (None, "")
    await none.suggest("terminal", JOBS)
