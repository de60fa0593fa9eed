from sandbox.slack import interactions
from sandbox.slack.channels import Channel
from sandbox.slack.identity import Identity

ME = Identity()
ANA = {"id": "U1", "name": "ana", "team_id": "T0CHORIST"}


def test_a_private_channel_and_a_dm_go_by_general_names() -> None:
    for kind, name in (("group", "privategroup"), ("im", "directmessage")):
        channel = Channel("C1", "secret", kind)
        fields = interactions.slash_command(
            ME, ANA, channel, command="/c", text="", trigger_id="t", response_url="r"
        )
        assert fields["channel_name"] == name


def test_every_interaction_says_who_and_where_from() -> None:
    view = {"id": "V1", "state": {"values": {}}}
    payloads = [
        interactions.submission(ME, ANA, view, "t"),
        interactions.closing(ME, ANA, view, is_cleared=True),
        interactions.click_on_view(ME, ANA, view, actions=[], trigger_id="t"),
        interactions.global_shortcut(ME, ANA, callback_id="c", trigger_id="t", ts="1.0"),
    ]
    for payload in payloads:
        assert payload["user"]["id"] == "U1"
        assert payload["team"] == {"id": "T0CHORIST", "domain": "seller"}
        assert payload["is_enterprise_install"] is False
    assert [payload["type"] for payload in payloads] == [
        "view_submission",
        "view_closed",
        "block_actions",
        "shortcut",
    ]
