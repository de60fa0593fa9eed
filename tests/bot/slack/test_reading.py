"""Every shape in which Slack delivers what somebody wrote, and what does not count as such."""

from typing import Any

import pytest

from bot.slack.reading import (
    Said,
    all_links,
    calls_in,
    channel_in,
    edited,
    is_bare_link,
    is_stop,
    meeting_links,
    plain,
    said,
)
from tools.meeting_links import Link, RefusedLink

BOT = "UBOT"


def an_event(**more: Any) -> dict[str, Any]:
    made = {"type": "message", "channel": "C1", "channel_type": "channel", "user": "UANA", "ts": "100.1"}
    return made | {"text": "hello"} | more


def read(body: dict[str, Any] | None = None, **event: Any) -> Said | None:
    return said({"team_id": "T1"} if body is None else body, an_event(**event), BOT)


def test_a_message_is_read_as_it_was_meant() -> None:
    assert read() == Said("T1", "C1", "channel", "UANA", "100.1", "100.1", "hello", False, False)


def test_both_events_of_a_mention_name_the_same_message() -> None:
    message = read(text=f"<@{BOT}> hello")
    mention = read(type="app_mention", channel_type=None, text=f"<@{BOT}> hello")
    assert message is not None
    assert mention == message
    assert mention.key == message.key == "T1:C1:100.1"
    assert message.to_json()["key"] == message.key


def test_a_mention_anywhere_counts_and_is_taken_out_of_the_words() -> None:
    found = read(text=f"please <@{BOT}>, look at\n<@UBEN> &amp; co")
    assert found is not None
    assert found.mentioned
    assert found.text == "please , look at <@UBEN> & co"


def test_a_mention_alone_says_nothing() -> None:
    found = read(text=f" <@{BOT}> ")
    assert found is not None
    assert (found.text, found.mentioned) == ("", True)


@pytest.mark.parametrize("text", [None, ""])
def test_a_message_without_words_is_one_all_the_same(text: Any) -> None:
    found = read(text=text, subtype="file_share")
    assert found is not None
    assert found.text == ""


@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast"])
def test_a_file_and_a_broadcast_reply_are_a_persons_words(subtype: str | None) -> None:
    assert read(subtype=subtype) is not None


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B1"},
        {"bot_id": "B1", "subtype": "bot_message", "user": None},
        {"hidden": True},
        {"subtype": "message_changed", "message": {"text": "x"}, "hidden": True},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "me_message"},
        {"user": None},
        {"user": ""},
        {"user": BOT},
    ],
)
def test_what_no_person_wrote_is_nothing(event: dict[str, Any]) -> None:
    assert read(**event) is None


def test_a_reply_belongs_to_its_thread() -> None:
    reply, parent = read(thread_ts="90.1"), read(thread_ts="100.1")
    assert reply is not None
    assert parent is not None
    assert (reply.thread, reply.in_thread) == ("90.1", True)
    assert not parent.in_thread, "the parent of a thread stands in the channel"


@pytest.mark.parametrize(
    "event, is_direct",
    [
        ({"channel_type": "im", "channel": "D1"}, True),
        ({"channel_type": None, "channel": "D1"}, True),
        ({"channel_type": "mpim", "channel": "G1"}, False),
        ({"channel_type": "group", "channel": "G1"}, False),
        ({"channel_type": None, "channel": "C1"}, False),
    ],
)
def test_a_direct_message_is_known_with_or_without_its_type(event: dict[str, Any], is_direct: bool) -> None:
    found = read(**event)
    assert found is not None
    assert found.is_direct is is_direct


def test_the_team_is_the_envelopes_or_the_messages_own() -> None:
    assert (read({}, team="T9") or read()).team == "T9"
    assert (read({"team_id": "T2"}, team="T9") or read()).team == "T2"


def test_a_channel_shared_with_others_is_known_as_such() -> None:
    found = read({"team_id": "T1", "is_ext_shared_channel": True})
    assert found is not None
    assert found.shared


@pytest.mark.parametrize(
    "wire, words",
    [
        ("<https://x.example/a|click me>", "https://x.example/a"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<mailto:a@b.example|a@b.example>", "<mailto:a@b.example|a@b.example>"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("<!here> <#C1|deals> <@U1>", "<!here> <#C1|deals> <@U1>"),
        ("  a \n\t b ", "a b"),
    ],
)
def test_the_wire_becomes_what_was_typed(wire: str, words: str) -> None:
    assert plain(wire) == words


ZOOM, ZOOM_KEY = "https://zoom.us/j/987654321", "zoom:987654321"


def links(**event: Any) -> list[str]:
    return [x.key if isinstance(x, Link) else "refused" for x in meeting_links(an_event(text="") | event)]


def rich(*elements: dict[str, Any], kind: str = "rich_text_section") -> list[dict[str, Any]]:
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}]


def a_link(url: str = ZOOM, **more: Any) -> dict[str, Any]:
    return {"type": "link", "url": url} | more


def test_a_link_is_found_in_text_and_blocks_and_named_once() -> None:
    assert links(text=f"join <{ZOOM}>") == [ZOOM_KEY]
    assert links(text=f"join <{ZOOM}>", blocks=rich(a_link())) == [ZOOM_KEY]
    assert links(text=f"<{ZOOM}?pwd=x|here> <{ZOOM}>") == [ZOOM_KEY]


def test_a_link_behind_a_label_a_button_or_a_call_block_counts() -> None:
    assert links(blocks=rich(a_link(text="here", style={"bold": True}))) == [ZOOM_KEY]
    button = {"type": "actions", "elements": [{"type": "button", "url": ZOOM, "style": "primary"}]}
    assert links(blocks=[button]) == [ZOOM_KEY]
    assert links(blocks=[{"type": "call", "call": {"v1": {"join_url": ZOOM}}}]) == [ZOOM_KEY]


def test_a_link_in_code_is_only_shown() -> None:
    assert links(text=f"`{ZOOM}`", blocks=rich(a_link(style={"code": True}))) == []
    assert links(text=f"```<{ZOOM}>```", blocks=rich(a_link(), kind="rich_text_preformatted")) == []


def test_several_meetings_are_all_found_in_order() -> None:
    assert links(text=f"<https://meet.google.com/abc-defg-hij> or <{ZOOM}>") == [
        "meet:abc-defg-hij",
        ZOOM_KEY,
    ]


def test_a_link_no_recorder_can_join_comes_with_its_reason() -> None:
    (found,) = meeting_links(an_event(text="<https://zoom.us.evil.example/j/987654321>"))
    assert isinstance(found, RefusedLink)
    assert found.reason


@pytest.mark.parametrize("event", [{}, {"blocks": None}, {"text": None}, {"blocks": [None, 3, "x", {}]}])
def test_no_link_is_no_link(event: dict[str, Any]) -> None:
    assert links(**event) == []


def test_a_link_in_a_preview_is_not_the_persons_own() -> None:
    assert links(attachments=[{"title_link": ZOOM, "text": ZOOM}]) == []


LINK = "https://zoom.us/j/987654321"
OTHER = "https://meet.google.com/abc-defg-hij"


PREVIEW = {"text": LINK, "attachments": [{"from_url": OTHER}]}


def changed(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    about = {"subtype": "message_changed", "channel": "C1", "channel_type": "channel", "hidden": True}
    return about | {"message": an_event(**now), "previous_message": an_event(**before)}


def test_an_edit_counts_only_for_the_links_it_brought() -> None:
    found = edited(changed({"text": f"{LINK} {OTHER}"}, {"text": LINK}))
    assert found is not None
    event, links = found
    assert [link.url for link in links] == [OTHER]
    assert said({"team_id": "T1"}, event, BOT).key == "T1:C1:100.1"


@pytest.mark.parametrize(
    "now",
    [
        {"text": LINK},
        {"text": f"now {LINK}"},
        {"text": ""},
        {"text": LINK, "attachments": [{"from_url": OTHER}]},
    ],
)
def test_a_preview_or_other_words_are_no_new_link(now: dict[str, Any]) -> None:
    assert edited(changed(now, {"text": LINK})) is None


def test_an_edit_by_an_app_on_the_list_counts_with_its_attachments() -> None:
    now = {"app_id": "A0CAL", "attachments": [{"title_link": OTHER}], "text": LINK}
    event = changed(now, {"app_id": "A0CAL", "text": LINK})
    assert edited(event) is None
    found = edited(event, ["A0CAL"])
    assert found is not None
    assert [link.url for link in found[1]] == [OTHER]


def test_what_is_no_edit_is_none() -> None:
    assert edited(an_event(text=LINK)) is None
    assert edited({"subtype": "message_changed", "channel": "C1"}) is None


@pytest.mark.parametrize(
    "more",
    [
        {"attachments": [{"title_link": LINK}]},
        {"attachments": [{"text": f"Join <{LINK}|here>"}]},
        {"attachments": [{"fields": [{"title": "Where", "value": LINK}]}]},
        {"attachments": [{"actions": [{"type": "button", "url": LINK}]}]},
        {"attachments": [{"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": LINK}}]}]},
        {"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": LINK}]}]},
        {"blocks": [{"type": "call", "call": {"v1": {"join_url": LINK}}}]},
        {"text": LINK},
    ],
)
def test_an_apps_post_is_read_wherever_it_keeps_its_link(more: dict[str, Any]) -> None:
    assert [link.url for link in all_links(an_event(**more))] == [LINK]


@pytest.mark.parametrize("more", [{}, {"attachments": [{"image_url": LINK}]}, {"text": f"`{LINK}`"}])
def test_and_nowhere_else(more: dict[str, Any]) -> None:
    assert all_links(an_event(**more)) == []


def test_an_app_counts_only_if_it_is_on_the_list_and_is_nobody() -> None:
    post = an_event(user=None, bot_id="B1", app_id="A0CAL", subtype="bot_message", text=f"<@{BOT}> {LINK}")
    assert said({"team_id": "T1"}, post, BOT) is None
    read_as = said({"team_id": "T1"}, post, BOT, ["A0CAL"])
    assert (read_as.user, read_as.mentioned) == ("", False)


@pytest.mark.parametrize(
    "text, stop",
    [
        *((text, True) for text in ("stop", " Stop! ", "cancel it", "please stop that", "Abort, please.")),
        *(
            (text, False)
            for text in ("", "stop the recorder", "don't stop", "stop now and push it", "unstoppable")
        ),
    ],
)
def test_the_word_to_stop_and_nothing_else(text: str, stop: bool) -> None:
    assert is_stop(text) is stop


@pytest.mark.parametrize(
    "context, channel",
    [
        (None, ""),
        ({}, ""),
        ("C1", ""),
        ({"entities": [{"type": "slack#/types/canvas_id", "value": "F1"}]}, ""),
        (
            {"entities": [{"type": "x"}, {"type": "slack#/types/channel_id", "value": "C1"}]},
            "C1",
        ),
    ],
)
def test_what_somebody_looks_at_is_a_channel_or_nothing(context: Any, channel: str) -> None:
    assert channel_in(context) == channel
    read_as = said({"team_id": "T1"}, an_event(app_context=context), BOT)
    assert read_as is not None
    assert read_as.looking_at == channel


@pytest.mark.parametrize(
    "text, bare", [(LINK, True), (f" {LINK}\n", True), (f"join {LINK}", False), ("", False)]
)
def test_an_address_and_nothing_else(text: str, bare: bool) -> None:
    assert is_bare_link(text) is bare


def test_the_calls_a_message_links_to_are_read_from_its_text_and_its_blocks() -> None:
    link = {"type": "link", "url": "https://chorus.ai/meeting/B2"}
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]}]
    text = "<https://chorus.ai/meeting/A1|the call> `https://chorus.ai/meeting/C3`"
    assert calls_in(an_event(text=text, blocks=blocks)) == ["A1", "B2"]
    assert calls_in(an_event(attachments=[{"from_url": "https://chorus.ai/meeting/A1"}])) == []
