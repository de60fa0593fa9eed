import pytest

from sandbox.slack.errors import SlackRefusal
from sandbox.slack.methods.places import page

ITEMS = [{"n": n} for n in range(5)]


def test_pages_follow_one_another_to_the_end() -> None:
    first, cursor = page(ITEMS, {"limit": "2"}, default=100)
    second, cursor = page(ITEMS, {"limit": 3, "cursor": cursor}, default=100)
    assert [item["n"] for item in first + second] == [0, 1, 2, 3, 4]
    assert cursor == ""


@pytest.mark.parametrize(
    "args, error", [({"cursor": "x"}, "invalid_cursor"), ({"limit": 1001}, "invalid_limit")]
)
def test_a_page_that_cannot_be_is_refused(args: dict[str, str], error: str) -> None:
    with pytest.raises(SlackRefusal, match=error):
        page(ITEMS, args, default=100)
