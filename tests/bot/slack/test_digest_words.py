"""The digest as people read it, kept by tests/golden; and at the edges of what Slack takes."""

from bot.slack import digest_words as words
from bot.slack.digest_items import money
from tests.bot.risk.deals import NOW
from tests.bot.slack.golden import taken_by_slack
from tests.golden.samples.risk import ACT, FIRST, HIDDEN, SECOND, look, made, some


def test_without_amounts_and_quotes_none_is_told() -> None:
    text, _ = words.message(SECOND, HIDDEN)
    assert "180k" not in text
    assert "on hold <" not in text


def test_a_change_is_said_in_a_word_and_not_by_its_sign_alone() -> None:
    text, _ = words.message(SECOND, look(SECOND, FIRST))
    assert "▲ *Acme Platform*" in text
    assert "worse: act (" in text


def test_the_hour_is_told_in_the_readers_own_zone() -> None:
    text, blocks = words.message(FIRST, look(FIRST))
    assert f"as of <!date^{int(FIRST.at.timestamp())}^{{time}}|" in text
    assert ":" not in blocks[0]["text"]["text"]


def test_of_sixty_deals_seven_are_in_the_message_and_slack_takes_the_whole_thread() -> None:
    many = made([some(ACT, n, f"Deal {n} " + "x" * 200, f"Rep {n % 9}") for n in range(60)])
    text, blocks = words.message(many, look(many))
    pages = words.thread(many, look(many))
    assert all(taken_by_slack(page) for page in [(text, blocks), *pages])
    assert sum(b["type"] == "actions" for b in blocks) == 7
    assert "53 more in the thread" in text
    assert sum(b["type"] == "actions" for _, blocks in pages for b in blocks) == 53


def test_nothing_of_a_call_or_a_crm_becomes_a_mention_or_a_link() -> None:
    text, blocks = words.message(SECOND, look(SECOND, FIRST))
    read = [b["text"]["text"] for b in blocks if b["type"] == "section"]
    for said in (text, "\n".join(read)):
        assert "<!here>" not in said
        assert "<Rollout>" not in said
        assert "Norvik" in said


def test_two_digests_of_one_day_have_two_places_in_the_chart() -> None:
    at = [(NOW.timestamp() + 3600 * n, n) for n in range(3)]
    block = words.chart(at, look(FIRST))
    labels = block["chart"]["axis_config"]["categories"]
    assert len(set(labels)) == 3
    assert [p["label"] for p in block["chart"]["series"][0]["data"]] == labels
    assert all(len(label) <= 20 for label in labels)


def test_money_is_short() -> None:
    assert [money(x) for x in (0, 950, 62_000, 999_600, 1_240_000, 3_900_000)] == [
        *("0", "950", "62k"),
        *("1M", "1.24M", "3.9M"),
    ]
