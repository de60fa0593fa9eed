"""What an admin reads: the sentence, since when, and that it is said once."""

from bot.slack.trouble_words import trouble
from bot.store.troubles import SLACK_TOKEN, Trouble


def test_an_admin_reads_what_is_wrong_since_when_and_nothing_that_rings() -> None:
    text, blocks = trouble(Trouble("token", "Truto does not accept <!here> our API token.", 1_780_000_000.0))
    assert "*Chorister needs an admin.* Truto does not accept &lt;!here&gt; our API token." in text
    assert "<!date^1780000000^{time}|20:26 UTC>" in text
    assert "told once" in text
    assert [block["type"] for block in blocks] == ["section", "context"]


def test_a_token_that_slack_does_not_renew_yet_keeps_nobody_from_chorus() -> None:
    assert "everybody who asks" in trouble(Trouble("token", "No.", 1.0))[0]
    assert "everybody who asks" not in trouble(Trouble(SLACK_TOKEN, "No.", 1.0))[0]
