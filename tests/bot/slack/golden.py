"""
Whether Slack takes a message. What the bot sends is kept by tests/golden; `reads_as` is the way from before that.

Messages kept as a person reads them, in golden/*.txt: a changed file is reviewed like copy.

To renew them after a wanted change, delete what is outdated and run the tests once; what is missing is written, and
that test fails, so that nothing is accepted unseen:

    rm tests/bot/slack/golden/card_*.txt; .venv/bin/pytest tests/bot/slack; git diff tests/bot/slack/golden
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.slack.text import fallback
from sandbox.slack import check_message, text_of

FOLDER = Path(__file__).parent / "golden"

Message = tuple[str, list[dict[str, Any]]]


def taken_by_slack(message: Message) -> bool:
    """Whether Slack takes the message; the assertion inside says why not."""
    text, blocks = message
    problems = check_message({"text": fallback(text), "blocks": blocks})
    assert not problems, problems
    assert text.strip(), "a notification would be empty"
    return True


def reads_as(name: str, messages: Sequence[Message]) -> bool:
    """Whether messages read as the golden file says, and say the same without blocks."""
    parts = []
    for text, blocks in messages:
        assert taken_by_slack((text, blocks))
        parts += [text_of({"text": text, "blocks": blocks}), "-- in a notification --", text, "=" * 60]
    shown = "\n".join(parts) + "\n"
    file = FOLDER / f"{name}.txt"
    if not file.exists():
        FOLDER.mkdir(exist_ok=True)
        file.write_text(shown, "utf-8")
        raise AssertionError(f"{file.name} was missing and is written now; review it and run again")
    assert shown == file.read_text("utf-8"), f"it reads otherwise than {file.name}:\n{shown}"
    return True
