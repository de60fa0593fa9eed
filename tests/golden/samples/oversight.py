"""The Home tab of an admin, whole, and the forms behind it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.agent.allowance import Amount
from bot.choices import Holding
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import (
    account_words,
    help_words,
    home_admin,
    home_forms,
    home_words,
    main_account_words,
    modals,
    record_words,
    rules_form,
    usage_words,
)
from bot.slack.blocks import Block
from bot.store.choices import ChoiceName, Stored
from bot.store.field_rules import ListedRule
from bot.store.schedules import Period
from bot.store.sightings import Sighting
from bot.store.switches import Switch
from bot.store.troubles import Trouble
from tests.builders import settings
from tests.golden.sample import alone, under
from tests.golden.samples.home import AT, AWAY, CROWD, LONG, OWN, own

ABROAD = {"CHORISTER_WRITES": "off", "CHORISTER_JOINS": "off"}


def as_set(name: ChoiceName, value: Any) -> Holding:
    """The environment's word, which nobody ever changed."""
    return Holding(value, Stored(name))


def chosen(name: ChoiceName, value: Any) -> Holding:
    return Holding(value, Stored(name, value, 3, "UROSA", AT))


def gone_back(name: ChoiceName, value: Any) -> Holding:
    return Holding(value, Stored(name, None, 4, "UROSA", AT))


NOTHING: dict[str, Any] = {
    "seen": [],
    "troubles": [],
    "switches": {"writes": None, "joins": None},
    "auto_join": as_set("auto_join", []),
    "quiet": as_set("quiet", []),
    "rules": as_set("rules", ""),
    "said": "At risk from 2 reasons, act from 4, calls of 90 days",
    "fields": [],
    "spent": {},
    "silent": [],
}
"""What an admin sees of a bot that was installed a moment ago."""


def overseen(environment: Mapping[str, str] = {}, **more: Any) -> list[Block]:
    """What only admins see, put together as bot/workflows/oversight.py does."""
    made, it = settings(**environment), NOTHING | more
    seen = {one.connection: one for one in it["seen"]}
    beside = (["links:read"], (AT + 3600, "<#CDEALS0001>")) if it["troubles"] else ()
    return home_words.admins(
        [
            home_admin.health(seen, it["troubles"], AT, *beside),
            home_admin.switches(made, it["switches"]),
            home_admin.channels(it["auto_join"], it["quiet"]),
            home_admin.rules(it["rules"], it["said"]),
            home_admin.fields(it["fields"]),
            home_admin.usage(usage_words.everybodys(it["spent"], AT, made)),
            home_admin.record(),
            home_admin.silent_runs(it["silent"]),
        ]
    )


def silent(state: Any, note: str = "", channel: str = "CDEALS0001") -> home_admin.Silent:
    return home_admin.Silent(Period("d1", "2026-06-02", state, note, AT), channel, "USAM")


REPLACE = FieldRule(FieldPolicy.REPLACE, ("Commit", "Best, <case>"))
USUAL = overseen(
    seen=[
        Sighting("truto", AT, AT - 600, "Truto did not answer in time."),
        Sighting("chorus", AT - 600, AT, "Chorus does not accept our token."),
        Sighting("claude", AT),
    ],
    troubles=[Trouble("token", "Chorus does not accept our <token>.", AT)],
    switches={"writes": Switch("writes", False, "UROSA", AT), "joins": Switch("joins", True, "UROSA", AT)},
    auto_join=chosen("auto_join", ["CDEALS0001", "CWEST00001"]),
    quiet=gone_back("quiet", ["CQUIET0001"]),
    rules=chosen("rules", "levels: {act: 7}"),
    said="At risk from 2 reasons, act from 7, calls of 90 days; profiles: enterprise",
    fields=[
        ListedRule("Next_Step", FieldRule(FieldPolicy.APPEND, ()), "UROSA", AT),
        ListedRule("Fore<cast>", REPLACE, "UROSA", AT),
    ],
    spent={("UANA", "2026-06-03"): Amount(1.25, 310_000), ("", "2026-06-01"): Amount(0.4, 9_000)},
    silent=[
        silent("quiet", "nothing changed, 11 open"),
        silent("failed", "Slack <x>"),
        silent("missed", "", ""),
    ],
)
SAMPLES = under(
    "home",
    alone("admin", home_words.home, [*OWN, USUAL]),
    alone("admin_of_a_new_bot", home_words.home, [*own(), overseen()]),
    alone("admin_who_may_turn_nothing", home_words.home, [*own(), overseen(ABROAD)], AWAY),
    alone("admin_without_chorus", home_words.home, [home_words.admins([main_account_words.connection()])]),
    alone("admin_without_calls", home_words.home, [overseen()], "You have no seat in Chorus."),
)

ROWS: list[dict[str, Any]] = [
    {"run": "proposal:ab", "what": what, "who": who, "at": AT + n, "deal": "006x", "detail": detail}
    for n, (what, who, detail) in enumerate(
        [
            ("proposed", "UANA", {"opportunity_name": "North<wind>", "place": {"channel": "C1"}}),
            ("decided", "USAM", {"verdict": "approved"}),
        ]
    )
]
RUNS = {"proposal:ab12cd34ef": ROWS, "switch:1": [ROWS[1] | {"who": "chorister", "what": "switched off"}]}
FOUND = record_words.found(RUNS, cut_off=True)
LISTS: dict[ChoiceName, tuple[Sequence[str], int]] = {"auto_join": (["C000001"], 2), "quiet": ([], 0)}
SAMPLES |= under(
    "home_form",
    alone("channels", home_forms.channels_form, LISTS),
    alone("field", home_forms.field_form, "Forecast", REPLACE, AT),
    alone("field_without_a_rule", home_forms.field_form, "", None, 0.0),
    alone("record", home_forms.audit_form),
    alone("found", modals.notice, "The record", *FOUND),
    alone("found_nothing", modals.notice, "The record", *record_words.found({})),
    alone("rules", rules_form.rules_form, "levels:\n  act: 7\n", 3),
    alone("no_rules", rules_form.rules_form, "", 0),
    alone("help", modals.notice, "Help", help_words.told()),
    alone(
        "account",
        modals.notice,
        "My Chorus account",
        account_words.invitation("https://x.example/c?a=1&b=2"),
    ),
    alone(
        "workspace_account",
        modals.notice,
        main_account_words.TITLE,
        main_account_words.invitation("https://x.example/c?a=1&b=2"),
    ),
)

MANY = [f"C{n:09}" for n in range(400)]
WORST = overseen(
    seen=[Sighting(name, AT, AT + 60, LONG) for name in home_admin.NAMES],
    troubles=[Trouble(f"account:{n}", LONG, AT) for n in range(60)],
    auto_join=chosen("auto_join", MANY),
    quiet=chosen("quiet", MANY),
    rules=chosen("rules", LONG),
    said=LONG,
    fields=[
        ListedRule(f"{n}{LONG}"[:100], FieldRule(FieldPolicy.REPLACE, (LONG,) * 9), "UROSA", AT)
        for n in range(300)
    ],
    spent={(f"U{n}", "2026-06-03"): Amount(1.0, n) for n in range(2000)},
    silent=[silent("failed", LONG)] * 8,
)
RULES = "\n".join(["# 日本 <!channel>".ljust(2900, "x")] * rules_form.PARTS)
LONGEST = under(
    "oversight",
    alone("admin", home_words.home, [*CROWD, WORST], LONG.replace("<", "&lt;")),
    alone("channels", home_forms.channels_form, {"auto_join": (MANY[:90], 2), "quiet": (MANY[:90], 0)}),
    alone("field", home_forms.field_form, LONG[:150], FieldRule(FieldPolicy.REPLACE, (LONG[:900],) * 3), AT),
    alone("rules", rules_form.rules_form, RULES, 3),
    alone("found", modals.notice, LONG, *record_words.found({f"ask:{n}": ROWS for n in range(400)})),
)
