"""Chorus's framework configuration: the only place that says whether a write appends."""

import pytest

from tools.frameworks import framework_fields

FIELDS = [
    {"id": "notes", "display_name": "Notes", "mapping": "Chorus_Notes__c", "write_back": "APPEND"},
    {"id": "champion", "display_name": "Champion", "mapping": "Champion__c", "write_back": "OVERWRITE"},
    {"id": "budget", "display_name": None, "mapping": None, "write_back": None},
]
ACTIVE = {"is_active": True, "fields": FIELDS}


@pytest.mark.parametrize(
    "row",
    [
        {"id": "MEDDIC", "type": "x", "attributes": ACTIVE},
        {"id": "MEDDIC", **ACTIVE},
        {"data": {"id": "MEDDIC", "attributes": ACTIVE}},
    ],
)
def test_the_fields_of_the_active_framework_are_read_in_every_shape(row: dict) -> None:
    notes, champion, budget = framework_fields({"result": [row]})
    assert (notes.name, notes.crm_name, notes.mode) == ("Notes", "Chorus_Notes__c", "append")
    assert champion.mode == "overwrite"
    assert (budget.name, budget.crm_name, budget.mode) == ("budget", None, None)


def test_a_framework_that_is_not_active_says_nothing() -> None:
    assert framework_fields({"result": [{"id": "BANT", "attributes": ACTIVE | {"is_active": False}}]}) == ()


def test_no_answer_is_no_field() -> None:
    assert framework_fields(None) == ()
