from sandbox.slack.limits import PER_CHANNEL, TIER_2, WORKSPACE_POSTS, Buckets, retry_after


def test_a_burst_is_let_through_and_the_next_call_waits() -> None:
    buckets = Buckets()
    assert [buckets.take("a", TIER_2, 0) for _ in range(20)] == [None] * 20
    assert buckets.take("a", TIER_2, 0) == 3


def test_who_waits_as_told_gets_through() -> None:
    buckets = Buckets()
    for _ in range(20):
        buckets.take("a", TIER_2, 0)
    wait = buckets.take("a", TIER_2, 0)
    assert wait
    assert buckets.take("a", TIER_2, wait) is None
    assert buckets.take("a", TIER_2, wait) is not None


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    buckets = Buckets()
    buckets.take("a", TIER_2, 0)
    assert [buckets.take("a", TIER_2, 1e6) for _ in range(21)][-1] is not None


def test_methods_and_channels_are_counted_apart() -> None:
    buckets, rates = Buckets(), (PER_CHANNEL, WORKSPACE_POSTS)
    for _ in range(10):
        assert retry_after(buckets, "chat.postMessage", rates, {"channel": "C1"}, 0) is None
    assert retry_after(buckets, "chat.postMessage", rates, {"channel": "C1"}, 0) == 1
    assert retry_after(buckets, "chat.postMessage", rates, {"channel": "C2"}, 0) is None
    assert retry_after(buckets, "chat.update", rates, {"channel": "C1"}, 0) is None
