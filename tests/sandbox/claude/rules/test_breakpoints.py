import pytest

MARK = {"cache_control": {"type": "ephemeral"}}
HOUR = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}


def test_four_breakpoints_are_the_most_and_the_automatic_one_counts(refusal):
    def marks(count, automatic=False):
        def change(body):
            body["messages"].append(
                {
                    "role": "user",
                    "content": [{"type": "text", "text": f"{at}", **MARK} for at in range(count)],
                }
            )
            body["messages"].append({"role": "user", "content": "end"})
            if not automatic:
                del body["cache_control"]

        return change

    assert refusal(marks(3)) is None
    words = "A maximum of 4 blocks with cache_control may be provided. Found 5."
    assert refusal(marks(4)) == words
    assert refusal(marks(3, automatic=True)) == words


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda body: body["tools"][0].update(MARK), "must not come after a ttl='5m'"),
        (lambda body: body["messages"][0]["content"][0].update(MARK) or body.update(HOUR), "must not come"),
        (lambda body: body["messages"][-1]["content"][0].update(HOUR), "another ttl"),
        (lambda body: body.update(cache_control={"type": "forever"}), "Input should be 'ephemeral'"),
        (lambda body: body.update(cache_control={"type": "ephemeral", "ttl": "2h"}), "'5m' or '1h'"),
        (lambda body: body.update(cache_control={"type": "ephemeral", "scope": "x"}), "Extra inputs"),
    ],
)
def test_bad_breakpoints_are_refused(refusal, change, words):
    assert words in (refusal(change) or "")


def test_an_explicit_mark_on_the_last_block_shares_the_automatic_slot(refusal):
    assert refusal(lambda body: body["messages"][-1]["content"][0].update(MARK)) is None
