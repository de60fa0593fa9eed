"""What an approved write makes of a failure on its way."""

from bot.workflows.send_write import _passing
from bot.workflows.settle import IN_LINE
from tools.errors import Unavailable


def test_a_write_that_was_kept_back_says_that_it_was_no_attempt() -> None:
    error = Unavailable("Truto has not answered for a while.", status=None, blame="pace")
    error.retry_after = 15.0
    assert _passing(error, 0) == {"retry_in": 15.0, "say": str(error), "blame": IN_LINE}
