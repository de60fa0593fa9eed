from sandbox.slack.channels import Channel, is_reply
from sandbox.slack.journal import Json


def message(ts: str, thread_ts: str | None = None, user: str = "U1", **more: str) -> Json:
    return {"ts": ts, "user": user, "text": ts, **({"thread_ts": thread_ts} if thread_ts else {}), **more}


def thread() -> Channel:
    channel = Channel("C1", "deals", members=["U1", "UBOT"])
    for one in (message("1"), message("2", "1", "U2"), message("3", "1", "U1"), message("4")):
        channel.add(one)
    return channel


def test_a_parent_counts_its_replies() -> None:
    parent = thread().messages["1"]
    assert (parent["reply_count"], parent["latest_reply"], parent["thread_ts"]) == (2, "3", "1")
    assert (parent["reply_users"], parent["reply_users_count"]) == (["U2", "U1"], 2)
    assert not is_reply(parent)


def test_replies_stand_in_the_thread_not_in_the_channel() -> None:
    channel = thread()
    channel.add(message("5", "1", subtype="thread_broadcast"))
    assert [m["ts"] for m in channel.thread("1")] == ["1", "2", "3", "5"]
    assert [m["ts"] for m in channel.timeline()] == ["1", "4", "5"]


def test_a_deleted_reply_is_no_longer_counted() -> None:
    channel = thread()
    channel.remove("3")
    assert channel.messages["1"]["latest_reply"] == "2"
    channel.remove("2")
    assert "reply_count" not in channel.messages["1"]
    assert "thread_ts" not in channel.messages["1"]


def test_a_deleted_parent_leaves_a_tombstone_over_its_replies() -> None:
    channel = thread()
    assert channel.remove("1")["text"] == "1"
    assert channel.messages["1"]["subtype"] == "tombstone"
    assert channel.messages["1"]["reply_count"] == 2


def test_a_channel_describes_itself() -> None:
    told = thread().describe("UBOT", "T1")
    assert (told["name"], told["is_channel"], told["is_member"], told["num_members"]) == (
        "deals",
        True,
        True,
        2,
    )
    assert told["is_ext_shared"] is False
    assert Channel("C2", "x", "group", ["U1"]).describe("UBOT", "T1")["is_private"] is True


def test_a_dm_names_the_other_person() -> None:
    told = Channel("D1", "directmessage", "im", ["UBOT", "U1"]).describe("UBOT", "T1")
    assert (told["is_im"], told["user"]) == (True, "U1")
    assert "name" not in told
