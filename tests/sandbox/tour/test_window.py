async def test_threads_and_replies_of_deals_and_of_direct_messages_are_in_view(world, window):
    ana, slack = world.company.person("ana"), world.slack
    first = await slack.say(ana, "deals", "@Chorister hello")
    await slack.say(ana, "random", "not in view")
    await slack.say(ana, slack.dm(ana), "hello alone")
    slack.workspace.post_as_bot(slack.channel("deals"), {"text": "Hello.", "thread_ts": first})
    hello, alone, reply = window.snapshot()
    assert (hello.author, hello.place, hello.groups) == (
        "Ana Ruiz",
        "#deals, thread 1",
        (("@Chorister hello",),),
    )
    assert alone.place == "direct message, thread 2"
    assert (reply.author, reply.place, reply.is_reply, reply.by_bot) == ("Chorister", "", True, True)
    assert [said.ts for said in window.snapshot(window.threads()[0])] == [hello.ts, reply.ts]


async def test_numbers_appear_when_asked_for(world, window, card):
    slack = world.slack
    first = await slack.say(world.company.person("ana"), "deals", "@Chorister hello")
    slack.workspace.post_as_bot(slack.channel("deals"), {"blocks": card["blocks"], "thread_ts": first})
    assert "[ Approve ] [ Decline ]" in window.snapshot()[1].groups[-1]
    window.with_numbers = True
    assert window.snapshot()[1].place == "thread 1"
    assert "[ 3 Approve ] [ 4 Decline ]" in window.snapshot()[1].groups[-1]
