"""What only admins see on the Home tab: each part says which word holds, whose it is and since when; taken by Slack."""

import pytest

from bot.agent.allowance import Amount
from bot.choices import Holding
from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.scopes import SCOPES
from bot.slack import home_admin as words
from bot.slack.home_words import MOST, admins, home
from bot.slack.usage_words import everybodys
from bot.store.choices import Stored
from bot.store.field_rules import ListedRule
from bot.store.schedules import Period
from bot.store.sightings import Sighting
from bot.store.switches import Switch
from bot.store.troubles import Trouble
from sandbox.slack import check_view
from sandbox.slack.elements import interactive
from tests.bot.slack.tab import pressable, text_of
from tests.builders import NOON, settings

NOW = NOON.timestamp()
CHOSEN = Stored("auto_join", ["C000001"], 3, "UROSA", NOW)


@pytest.mark.parametrize(
    "found, said",
    [
        (None, "nothing is known yet"),
        (Sighting("truto"), "nothing is known yet"),
        (Sighting("truto", NOW), "last seen working"),
        (Sighting("truto", NOW, NOW + 60, "It broke off."), "It broke off. · last seen working"),
        (Sighting("truto", NOW + 60, NOW, "It broke off."), "before that it failed"),
        (Sighting("truto", None, NOW, "It broke off."), "never seen working"),
    ],
)
def test_a_connection_says_when_it_was_last_seen_to_work(found: Sighting | None, said: str) -> None:
    lines = text_of(words.health({"truto": found} if found else {}, [], NOW)).splitlines()
    assert said in next(line for line in lines if "Truto" in line)


def test_what_only_an_admin_can_mend_stands_beside_them() -> None:
    said = text_of(words.health({}, [Trouble("token", "The <token> was refused.", NOW)], NOW))
    assert "An admin has to act" in said
    assert "The <token> was refused." in said


def test_scopes_that_are_lacking_and_the_next_digest_stand_beside_them_too() -> None:
    said = text_of(words.health({}, [], NOW, ["links:read"], (NOW + 60, "<#C1>")))
    assert "*not granted*: `links:read`; install the app again" in said
    assert "*Next digest*: 3 Jun, 12:01 UTC, #C1" in said


def test_a_switch_has_the_button_that_turns_it_unless_the_environment_forbids() -> None:
    made = settings()
    off = {"writes": None, "joins": Switch("joins", False, "UROSA", NOW)}
    blocks = words.switches(made, off)
    assert "was switched off by @UROSA" in text_of(blocks)
    assert pressable(blocks) == [(words.TURN, "writes off"), (words.TURN, "joins on")]
    assert all("confirm" in element for _, element in interactive(blocks))
    forbidden = words.switches(settings(CHORISTER_WRITES="off"), {"writes": None, "joins": None})
    assert "Only whoever runs Chorister can change that." in text_of(forbidden)
    assert pressable(forbidden) == [(words.TURN, "joins off")]


def test_channels_say_whose_word_holds_and_how_to_go_back() -> None:
    blocks = words.channels(Holding(["C000001"], CHOSEN), Holding([], Stored("quiet")))
    said = text_of(blocks)
    assert "#C000001 · chosen here by @UROSA" in said
    assert "it wins over `CHORISTER_AUTO_JOIN`" in said
    assert "told there\nNo channel." in said
    assert pressable(blocks) == [(words.CHANNELS, "channels"), (f"{words.BACK}:auto_join", "auto_join 3")]


def test_who_went_back_to_the_environment_is_told() -> None:
    gone_back = Holding([], Stored("quiet", None, 4, "UROSA", NOW))
    assert "as `CHORISTER_QUIET` says; @UROSA went back to it" in text_of(
        words.channels(gone_back, gone_back)
    )


def test_rules_are_told_in_a_line_or_why_they_cannot_be_used() -> None:
    held = Holding("levels: {act: 7}", Stored("rules", "levels: {act: 7}", 1, "UROSA", NOW))
    blocks = words.rules(held, "They cannot be used: line 1: <b>")
    assert "line 1: <b> · chosen here by @UROSA" in text_of(blocks)
    assert pressable(blocks) == [(words.RULES, "rules"), (f"{words.BACK}:rules", "rules 1")]
    text_of(words.rules(Holding("", Stored("rules")), "x" * 5000))


def a_rule(name: str) -> ListedRule:
    return ListedRule(name, FieldRule(FieldPolicy.APPEND, ("a" * 500,)), "UROSA", NOW)


def test_fields_are_listed_with_a_menu_to_change_them() -> None:
    blocks = words.fields([a_rule("Next_Step")])
    assert "“Next_Step”: *append*" in text_of(blocks)
    (_, menu) = interactive(blocks)
    assert [option["value"] for option in menu[1]["options"]] == ["Next_Step"]
    assert pressable(words.fields([])) == [(words.FIELD, "field")]
    many = words.fields([a_rule("F" * 160), *(a_rule(f"Field {n}") for n in range(150))])
    assert "And 141 more" in text_of(many)


def test_silent_runs_say_quiet_failed_and_missed_apart() -> None:
    runs = [
        words.Silent(
            Period("d1", "2026-06-03", "quiet", "nothing changed, 11 open", NOW), "CDEALS0001", "USAM"
        ),
        words.Silent(Period("d2", "2026-06-03", "failed", "Slack <x>", NOW), "", "USAM"),
        words.Silent(Period("d2", "2026-06-02", "missed", "", NOW), "", "USAM"),
    ]
    said = text_of(words.silent_runs(runs))
    assert "#CDEALS0001 · checked, nothing changed, 11 open" in said
    assert "@USAM directly · *failed*: Slack <x>" in said
    assert "*missed* on Tue 2 Jun: the bot was away" in said
    assert "silent so far" in text_of(words.silent_runs([]))


def test_all_parts_together_leave_room_for_everybodys_own() -> None:
    spent = {(f"U{n:05}", "2026-06-03"): Amount(1.0, 1000) for n in range(200)}
    long = Holding([f"C{n:09}" for n in range(500)], CHOSEN)
    troubles = [Trouble(f"account:{n}", "x" * 900, NOW) for n in range(9)]
    parts = [
        words.health({}, troubles, NOW, tuple(SCOPES), (NOW, "<#C1>")),
        words.switches(settings(), {"writes": None, "joins": None}),
        words.channels(long, long),
        words.rules(long, "x" * 3000),
        words.fields([a_rule(f"Field {n}") for n in range(150)]),
        words.usage(everybodys(spent, NOW, settings())),
        words.record(),
        words.silent_runs([words.Silent(Period("d", "p", "failed", "x" * 900, NOW), "C1", "U1")] * 8),
    ]
    view = home([admins(parts)])
    assert check_view(view) == []
    assert len(view["blocks"]) < MOST / 3
