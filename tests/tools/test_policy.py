"""What a call does to the world, and what is therefore not offered."""

import pytest

from tools.catalog import TrutoTool
from tools.policy import CRM_WRITE, HOT, Effect, effect_of, switched_off


def a_tool(resource: str, method: str) -> TrutoTool:
    return TrutoTool(resource, method, f"{resource}_{method}")


@pytest.mark.parametrize(
    "resource, method, effect",
    [
        ("conversations", "list", Effect.READ),
        ("anything", "get", Effect.READ),
        ("conversations", "validate", Effect.READ),
        ("conversations", "join", Effect.JOIN),
        ("meetings", "join", Effect.WRITE),
        ("sales_qualifications", "writeback_crm", Effect.WRITE),
        ("scorecards", "create", Effect.WRITE),
        ("scorecards", "update", Effect.WRITE),
        ("conversations", "delete", Effect.DESTROY),
        ("conversations", "brand_new_method", Effect.WRITE),
        ("conversations", "get_and_delete", Effect.WRITE),
        ("conversations", "List", Effect.WRITE),
    ],
)
def test_the_method_tells_the_effect_and_an_unknown_one_counts_as_a_write(
    resource: str, method: str, effect: Effect
) -> None:
    assert effect_of(a_tool(resource, method)) is effect


@pytest.mark.parametrize(
    "resource, method, words",
    [
        ("conversations", "list", None),
        ("conversations", "join", None),
        (*CRM_WRITE, None),
        ("videos", "delete", "destructive"),
        ("scorecards", "create", "only the CRM write-back"),
        ("other", "writeback_crm", "only the CRM write-back"),
        ("conversations", "brand_new_method", "only the CRM write-back"),
    ],
)
def test_nothing_that_writes_is_offered_but_the_write_back(
    resource: str, method: str, words: str | None
) -> None:
    why = switched_off(a_tool(resource, method))
    assert (why is None) == (words is None)
    assert (words or "") in (why or "")


def test_every_hot_tool_is_offered() -> None:
    assert all(switched_off(a_tool(*hot)) is None for hot in HOT)
