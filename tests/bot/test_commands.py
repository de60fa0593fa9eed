"""What people type after /chorister, forgiving about case, blanks and quotes; and what is not understood."""

import pytest

from bot.commands import (
    ClearRule,
    Command,
    Connect,
    Disconnect,
    Help,
    ListDigests,
    NewDigest,
    SetRule,
    ShowRules,
    ShowSettings,
    ShowStatus,
    ShowSwitch,
    ShowUsage,
    TurnSwitch,
    parse,
)
from bot.proposals.field_rules import FieldPolicy, FieldRule


@pytest.mark.parametrize(
    "text, command",
    [
        ("", Help()),
        ("  HELP ", Help()),
        ("help Digests", Help("digests")),
        ("? “record”", Help("record")),
        ("help field Next_Step append", Help("field")),
        ("Status", ShowStatus()),
        ("settings ", ShowSettings()),
        ("Digest ", NewDigest()),
        ("digests", ListDigests()),
        ("Usage ", ShowUsage()),
        ("Connect", Connect()),
        ("disconnect ", Disconnect()),
        ("writes", ShowSwitch("writes")),
        ("Joins status", ShowSwitch("joins")),
        ("writes OFF.", TurnSwitch("writes", False)),
        ("writes “on”", TurnSwitch("writes", True)),
        ("fields", ShowRules()),
        ("field Champion__c never", SetRule("Champion__c", FieldRule(FieldPolicy.NEVER))),
        ("field Close Date append", SetRule("Close Date", FieldRule(FieldPolicy.APPEND))),
        ("field “Close Date” only_if-EMPTY", SetRule("Close Date", FieldRule(FieldPolicy.ONLY_IF_EMPTY))),
        ("field Next Step only if empty", SetRule("Next Step", FieldRule(FieldPolicy.ONLY_IF_EMPTY))),
        ("field F replace: Commit, Best case", SetRule("F", FieldRule(FieldPolicy.REPLACE, ("Commit", "Best case")))),
        ('field F replace: "a, b", c, c', SetRule("F", FieldRule(FieldPolicy.REPLACE, ("a, b", "c")))),
        ("field Champion__c default", ClearRule("Champion__c")),
    ],
)  # fmt: skip
def test_a_command_is_understood(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize(
    "text, words",
    [
        ("nonsense", "I do not know"),
        ("digetss", "Did you mean `digests`?"),
        ("setings on", "Did you mean `settings`?"),
        ("help conect", "Did you mean `connect`?"),
        ("help xyzzy", "“xyzzy”. `/chorister help` lists"),
        ("status of ben", "Nothing comes after `status`"),
        ("settings here", "Nothing comes after `settings`"),
        ("digest weekly", "opens a form"),
        ("digests all", "opens a form"),
        ("usage of ben", "Nothing comes after"),
        ("connect ana", "your own Chorus account"),
        ("disconnect everybody", "your own Chorus account"),
        ("writes maybe", "maybe"),
        ("field", "I need a CRM field"),
        ("field Champion__c sometimes", "I need a CRM field"),
        ("field !!! never", "no name of a CRM field"),
        ("field Forecast replace:", "values of the picklist"),
        ("field Forecast default: a", "no values can follow"),
        ("<!channel>", "I do not know"),
    ],
)
def test_what_is_not_understood_is_said(text: str, words: str) -> None:
    said = parse(text)
    assert isinstance(said, str)
    assert words in said
    assert "<!" not in said
