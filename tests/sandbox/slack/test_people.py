import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.company import Company
from sandbox.slack import SlackServer
from sandbox.slack.journal import Json
from sandbox.slack.users import CUSTOMER_TEAM, OUTSIDER


@pytest.fixture(autouse=True)
def quiet(slack: SlackServer) -> None:
    slack.echo = False


def heard(slack: SlackServer) -> list[Json]:
    """The events the app would hear; nobody is connected, so they are all kept."""
    return [delivered.event for delivered in slack.delivery.kept]


async def test_a_message_event_has_all_that_slack_sends(slack: SlackServer, company: Company) -> None:
    ts = await slack.say(company.person("ana"), "deals", "see https://zoom.us/j/1?a=1&b=2")
    envelope, event = slack.delivery.kept[0].payload, heard(slack)[0]
    assert event == {
        "type": "message",
        "user": "UANA000001",
        "team": "T0CHORIST",
        "client_msg_id": event["client_msg_id"],
        "text": "see <https://zoom.us/j/1?a=1&amp;b=2>",
        "blocks": event["blocks"],
        "ts": ts,
        "event_ts": ts,
        "channel": "CDEALS0001",
        "channel_type": "channel",
    }
    assert event["blocks"][0]["type"] == "rich_text"
    assert event["blocks"][0]["block_id"]
    assert envelope["event_id"].startswith("Ev")
    assert (envelope["team_id"], envelope["context_team_id"]) == ("T0CHORIST", "T0CHORIST")
    assert envelope["is_ext_shared_channel"] is False
    assert envelope["authorizations"][0]["is_bot"] is True


async def test_a_mention_comes_twice_under_two_event_ids(slack: SlackServer, company: Company) -> None:
    await slack.say(company.person("ana"), "deals", "@Chorister hi")
    assert [event["type"] for event in heard(slack)] == ["message", "app_mention"]
    assert len({event["ts"] for event in heard(slack)}) == 1
    assert len({delivered.event_id for delivered in slack.delivery.kept}) == 2
    assert "channel_type" not in heard(slack)[1]


async def test_a_mention_in_a_dm_is_only_a_message(slack: SlackServer, company: Company) -> None:
    ana = company.person("ana")
    await slack.say(ana, slack.dm(ana), "@Chorister hi")
    assert [(event["type"], event["channel_type"]) for event in heard(slack)] == [("message", "im")]


async def test_where_the_bot_is_not_it_hears_nothing(slack: SlackServer, company: Company) -> None:
    await slack.say(company.person("ana"), "random", "@Chorister hi")
    assert heard(slack) == []
    await slack.invite(company.person("ana"), "random")
    await slack.invite(company.person("ana"), "random")
    assert [event["type"] for event in heard(slack)] == ["member_joined_channel"]
    await slack.say(company.person("ana"), "random", "welcome")
    assert heard(slack)[1]["text"] == "welcome"


async def test_a_reply_names_its_thread_and_whose_it_is(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel="CDEALS0001", text="digest")
    await slack.say("UBEN000001", "deals", "why?", thread_ts=root["ts"])
    reply = heard(slack)[0]
    assert (reply["thread_ts"], reply["parent_user_id"]) == (root["ts"], slack.bot_user_id)
    assert slack.thread("deals", root["ts"])[0]["reply_count"] == 1


async def test_an_edit_carries_both_versions(slack: SlackServer, company: Company) -> None:
    ana = company.person("ana")
    ts = await slack.say(ana, "deals", "https://zoom.us/j/1")
    await slack.edit(ana, "deals", ts, "https://zoom.us/j/2")
    event = heard(slack)[1]
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert event["message"]["text"] == "<https://zoom.us/j/2>"
    assert event["message"]["edited"] == {"user": "UANA000001", "ts": event["ts"]}
    assert event["previous_message"]["text"] == "<https://zoom.us/j/1>"
    assert slack.messages("deals")[0]["text"] == "<https://zoom.us/j/2>"


async def test_a_deletion_carries_what_was_there(slack: SlackServer, company: Company) -> None:
    ana = company.person("ana")
    ts = await slack.say(ana, "deals", "oops")
    with pytest.raises(AssertionError, match="their own messages only"):
        await slack.delete(company.person("ben"), "deals", ts)
    await slack.delete(ana, "deals", ts)
    event = heard(slack)[1]
    assert (event["subtype"], event["deleted_ts"], event["previous_message"]["text"]) == (
        "message_deleted",
        ts,
        "oops",
    )
    assert slack.messages("deals") == []


async def test_an_outsider_in_a_shared_channel_can_be_told_apart(slack: SlackServer) -> None:
    await slack.say(OUTSIDER, "shared-acme", "@Chorister record this")
    envelope, event = slack.delivery.kept[0].payload, heard(slack)[0]
    assert envelope["is_ext_shared_channel"] is True
    assert (event["team"], event["user_team"]) == (CUSTOMER_TEAM, CUSTOMER_TEAM)


async def test_another_app_writes_without_a_user(slack: SlackServer) -> None:
    await slack.say("BZOOM00001", "deals", "Join https://zoom.us/j/1 @Chorister")
    event = heard(slack)[0]
    assert (event["subtype"], event["bot_id"]) == ("bot_message", "BZOOM00001")
    assert "user" not in event
    assert len(heard(slack)) == 1


async def test_extra_fields_travel_with_the_message(slack: SlackServer, company: Company) -> None:
    extra = {"subtype": "file_share", "files": [{"id": "F1", "name": "a.txt"}]}
    await slack.say(company.person("ana"), "deals", "see", extra=extra)
    assert heard(slack)[0]["files"][0]["id"] == "F1"


async def test_links_to_unfurled_domains_are_shared(slack: SlackServer, company: Company) -> None:
    slack.people.unfurl_domains = ("zoom.us",)
    await slack.say(company.person("ana"), "deals", "https://us02web.zoom.us/j/1 https://notzoom.us/j/2")
    event = heard(slack)[1]
    assert event["type"] == "link_shared"
    assert event["links"] == [{"domain": "zoom.us", "url": "https://us02web.zoom.us/j/1"}]
    assert event["source"] == "conversations_history"


async def test_reactions_are_heard_once(slack: SlackServer, company: Company) -> None:
    ana = company.person("ana")
    ts = await slack.say(ana, "deals", "done?")
    await slack.react(ana, "deals", ts, "eyes")
    await slack.react(ana, "deals", ts, "eyes")
    assert [event["type"] for event in heard(slack)] == ["message", "reaction_added"]
    assert heard(slack)[1]["item"]["ts"] == ts


async def test_opening_the_home_tab_is_heard(
    slack: SlackServer, client: AsyncWebClient, company: Company
) -> None:
    ana = company.person("ana")
    await slack.open_home(ana)
    assert "view" not in heard(slack)[0]
    await client.views_publish(user_id=ana.slack_id, view={"type": "home", "blocks": []})
    await slack.open_home(ana)
    await slack.open_home(ana, tab="messages")
    assert [(event["tab"], "view" in event) for event in heard(slack)] == [
        ("home", False),
        ("home", True),
        ("messages", False),
    ]


async def test_stop_is_heard_and_ends_the_stream(
    slack: SlackServer, client: AsyncWebClient, company: Company
) -> None:
    ana = company.person("ana")
    root = await slack.say(ana, "deals", "@Chorister long story")
    stream = await client.chat_startStream(
        channel="CDEALS0001", thread_ts=root, recipient_team_id="T0CHORIST", recipient_user_id=ana.slack_id
    )
    await slack.stop_session(ana, "deals", root)
    event = heard(slack)[-1]
    assert (event["type"], event["thread_ts"]) == ("agent_session_stopped", root)
    assert event["streaming_message_ts"] == [stream["ts"]]
    assert slack.status("deals", root) == "processing"


async def test_a_member_who_says_something_in_a_public_channel_is_in_it_from_then_on(
    slack: SlackServer, company: Company
) -> None:
    ivo = company.person("ivo")
    assert ivo.slack_id not in slack.channel("deals").members
    await slack.say(ivo, "deals", "hello")
    await slack.say("UGUEST0001", "deals", "me too")
    assert ivo.slack_id in slack.channel("deals").members
    assert "UGUEST0001" not in slack.channel("deals").members


async def test_the_stop_button_is_there_only_while_the_app_is_at_work_and_listens(
    slack: SlackServer, client: AsyncWebClient, company: Company
) -> None:
    ana, channel = company.person("ana"), "CDEALS0001"
    root = await slack.say(ana, "deals", "@Chorister long story")
    with pytest.raises(AssertionError, match="no Stop button"):
        await slack.stop_session(ana, "deals", root)
    about = {"channel_id": channel, "thread_ts": root}
    await client.agents_sessions_setStatus(**about, status="processing")
    await slack.stop_session(ana, "deals", root)
    slack.workspace.sessions.hears_stop = False
    answer = await client.agents_sessions_setStatus(**about, status="processing")
    assert answer["warning"] == "missing_agent_session_stopped_event_subscription"
    with pytest.raises(AssertionError, match="no Stop button"):
        await slack.stop_session(ana, "deals", root)


async def test_what_somebody_looks_at_is_told_with_their_direct_messages(
    slack: SlackServer, company: Company
) -> None:
    ana = company.person("ana")
    await slack.look_at(ana, "deals")
    await slack.look_at(ana, None)
    first, second = heard(slack)[-2:]
    assert (first["type"], first["user"], first["channel"]) == (
        "app_context_changed",
        ana.slack_id,
        slack.dm(ana),
    )
    assert [entity["value"] for entity in first["context"]["entities"]] == ["CDEALS0001"]
    assert second["context"] == {}
