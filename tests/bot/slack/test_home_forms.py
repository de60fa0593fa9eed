"""The modals behind the Home tab: filled with what holds, taken by Slack, and read back as they were filled in."""

from typing import Any

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.slack import home_forms as forms
from bot.slack.modals import carried_by
from bot.slack.place import Standing
from sandbox.slack import check_view
from sandbox.slack.elements import state_of


def sent(view: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """The form as Slack would send it, with what is typed otherwise than it stands there."""
    assert check_view(view) == []
    return view | {"state": {"values": state_of(view["blocks"], {(k, "value"): v for k, v in typed.items()})}}


def test_the_lists_of_channels_come_back_as_chosen_with_the_versions_that_were_shown() -> None:
    view = sent(forms.channels_form({"auto_join": (["C000001"], 2), "quiet": ([], 0)}), quiet=["C000002"])
    assert forms.chosen_channels(view, "auto_join") == ["C000001"]
    assert forms.chosen_channels(view, "quiet") == ["C000002"]
    assert carried_by(view) == {"auto_join": 2, "quiet": 0}
    many = forms.channels_form({"auto_join": ([f"C{n:06}" for n in range(80)], 0), "quiet": ([], 0)})
    assert many["blocks"][0]["element"]["max_selected_items"] == 80


def test_a_field_without_a_rule_is_named_and_one_with_a_rule_can_lose_it() -> None:
    fresh = forms.field_form("", None, 0.0)
    view = sent(fresh, field="Next_Step__c", policy="append", values="a, b")
    assert forms.typed_field(view) == ("Next_Step__c", "append", "a, b")
    assert forms.DEFAULT not in str(fresh)
    known = forms.field_form("Forecast", FieldRule(FieldPolicy.REPLACE, ("Commit", "Best, case")), 5.0)
    assert forms.typed_field(sent(known)) == ("Forecast", "replace", 'Commit, "Best, case"')
    assert forms.typed_field(sent(known, policy="default"))[1] == forms.DEFAULT
    assert carried_by(known) == {"field": "Forecast", "at": 5.0}


def test_a_search_is_as_narrow_as_it_is_filled_in() -> None:
    view = forms.audit_form()
    assert forms.wanted(sent(view)) == {"person": None, "deal": None, "days": 7}
    typed = forms.wanted(sent(view, person="UANA", deal=" Northwind ", days="30"))
    assert typed == {"person": "UANA", "deal": "Northwind", "days": 30}


def test_why_no_recorder_is_sent_from_a_channel_names_it_and_is_about_recorders() -> None:
    assert forms.why_no_join(Standing(is_member=True, name="deals")) == ""
    assert forms.why_no_join(Standing(is_member=False, name="random")).startswith("I am not in #random.")
    shared = forms.why_no_join(Standing(is_member=True, is_shared=True, name="acme"))
    assert shared == "#acme can be read by another company, so no recorder is sent from there by itself."
    assert forms.why_no_join(Standing(is_member=True, is_archived=True)).startswith(
        "One of these channels is"
    )
