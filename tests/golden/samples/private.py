"""What one person is told: the answers of commands, private notes, and what admins hear."""

from datetime import timedelta

from bot.agent.allowance import Amount, Limit, Whose
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import (
    account_words,
    audience_words,
    command_words,
    limit_words,
    media_words,
    switch_words,
    trouble_words,
    usage_words,
)
from bot.slack.blocks import Block
from bot.store.accounts import Account, State
from bot.store.field_rules import ListedRule
from bot.store.switches import Switch
from bot.store.troubles import Trouble
from tests.builders import NOON, settings
from tests.golden.sample import Message, alone, sample, under

AT = NOON.timestamp()
OFF, ON = Switch("writes", False, "UROSA", AT), Switch("joins", True, "UROSA", AT)
NARROW = settings(CHORISTER_WRITE_CHANNELS="CDEALS0001,CWEST00001", CHORISTER_WRITE_PEOPLE="UANA000001")
PLAIN = settings()
RULE = FieldRule(FieldPolicy.REPLACE, ("Commit", "Best <case>"))
ADDED = FieldRule(FieldPolicy.APPEND, ())
RULES = [ListedRule("Next_Step", ADDED, "UROSA", AT), ListedRule("Fore<cast>", RULE, "UROSA", AT)]
CONNECTED = Account("UANA", "a1", "t", State.CONNECTED, 5.0, AT)
FOREIGN = Account("UANA", None, "t", State.FOREIGN, 5.0)
MONEY = Limit(Whose.PERSON, "$5.00", AT + 43_200)
SPENT = {("UANA", "2026-06-03"): Amount(1.25, 310_000), ("UBEN", "2026-06-01"): Amount(0.4, 9_000)}
URL = "https://media.example/v?sig=a&b=<1>|2"
LONG = "日本 <!channel> שלום " * 200


def asked_in(channel: str) -> Message:
    """The line with an answer below it, as it is sent."""
    block: Block = audience_words.asked_in(channel)
    return block["elements"][0]["text"], [block]


SAMPLES = {
    **under(
        "account",
        alone("invitation", account_words.invitation, "https://x.example/c?a=1&b=2"),
        alone("renewal", account_words.renewal, "https://x.example"),
        alone("renewal_without_a_link", account_words.renewal, None),
        alone("connected", account_words.how_it_stands, CONNECTED),
        alone("foreign", account_words.how_it_stands, FOREIGN),
    ),
    **under(
        "command",
        alone("writes_on", command_words.how_it_stands, "writes", NARROW, None),
        alone("writes_off", command_words.how_it_stands, "writes", PLAIN, OFF),
        alone("joins_on", command_words.how_it_stands, "joins", PLAIN, ON),
        alone(
            "joins_off_in_settings", command_words.how_it_stands, "joins", settings(CHORISTER_JOINS="off"), ON
        ),
        alone("turned_on", command_words.turned, "writes", NARROW, on=True),
        alone("turned_off", command_words.turned, "writes", PLAIN, on=False),
        alone("joins_turned_off", command_words.turned, "joins", PLAIN, on=False),
        alone("turned_in_vain", command_words.turned, "joins", settings(CHORISTER_JOINS="off"), on=True),
        alone("no_rules", command_words.all_rules, []),
        alone("rules", command_words.all_rules, RULES),
        alone("rule_set", command_words.rule_set, "Fore<cast>", RULE),
        alone("rule_cleared", command_words.rule_cleared, "Next_Step", had_one=True),
        alone("rule_was_not", command_words.rule_cleared, "Amount", had_one=False),
        alone("not_an_admin", command_words.not_an_admin, ["UROSA", "USAM"]),
        alone("no_admin", command_words.not_an_admin, []),
        alone("usage_of_all", usage_words.everybodys, SPENT, AT, PLAIN),
        alone("usage_of_one", usage_words.ones_own, SPENT, "UANA", AT, PLAIN),
    ),
    **under(
        "note",
        alone("not_begun", limit_words.not_begun, MONEY, ["UROSA"]),
        sample("stopped", limit_words.stopped, MONEY, []),
        alone("watch", media_words.private_link, URL, "video", NOON + timedelta(hours=1)),
        alone("listen", media_words.private_link, URL, "audio", None),
        sample("answered_privately", audience_words.answered, "UANA"),
        sample("showed_privately", audience_words.shown, "UANA"),
        alone("asked_in", asked_in, "CDEALS"),
        sample("writing_is_off", switch_words.turned_off, OFF),
        sample("not_for_them", switch_words.why_no_write, NARROW, None, "UBEN", "CDEALS0001"),
        alone("trouble", trouble_words.trouble, Trouble("token", "Truto does not accept our <token>.", AT)),
    ),
}
LONGEST = under(
    "note",
    alone("rules", command_words.all_rules, [ListedRule(LONG, FieldRule(FieldPolicy.REPLACE, (LONG,) * 20), "U1", AT)] * 60),
    alone("usage", usage_words.everybodys, {(f"U{n}", "2026-06-03"): Amount(1.0, n) for n in range(2000)}, AT, PLAIN),
    alone("trouble", trouble_words.trouble, Trouble("token", LONG[:2000], AT)),
)  # fmt: skip
