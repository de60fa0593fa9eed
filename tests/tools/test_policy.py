"""What a call does to the world, and what is therefore not offered."""

import pytest

from tools.catalog import TrutoTool
from tools.policy import (
    CRM_WRITE,
    HOT,
    Effect,
    Rules,
    Way,
    checked_effects,
    checked_routes,
    effect_of,
    read_effects,
    read_route,
    route,
    switched_off,
    verdict,
)


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
        ("conversations", "get_and_delete", Effect.DESTROY),
        ("conversations", "bulk", Effect.DESTROY),
        ("playlists", "bulkUpdate", Effect.DESTROY),
        ("moments", "actions.remove", Effect.DESTROY),
        ("conversations", "undeleted", Effect.WRITE),
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
        ("scorecards", "create", "writes: off"),
        ("other", "writeback_crm", "writes: off"),
        ("conversations", "brand_new_method", "writes: off"),
    ],
)
def test_nothing_that_writes_is_offered_but_the_write_back(
    resource: str, method: str, words: str | None
) -> None:
    why = switched_off(a_tool(resource, method))
    assert (why is None) == (words is None)
    assert (words or "") in (why or "")


def test_an_admins_table_of_effects_wins_over_the_method() -> None:
    rules = Rules(effects=read_effects(["engagements.export=read", " reports.export = destroy "]))
    assert effect_of(a_tool("engagements", "export"), rules) is Effect.READ
    assert effect_of(a_tool("reports", "export"), rules) is Effect.DESTROY
    assert effect_of(a_tool("engagements", "export")) is Effect.WRITE


@pytest.mark.parametrize(
    "resource, method, way, effect",
    [
        ("conversations", "list", Way.RUN, Effect.READ),
        ("conversations", "join", Way.RUN, Effect.JOIN),
        ("conversations", "export", Way.RUN, Effect.READ),
        (*CRM_WRITE, Way.PROPOSE, Effect.WRITE),
        ("playlists", "create", Way.ERRAND, Effect.WRITE),
        ("conversations", "delete", Way.ERRAND, Effect.DESTROY),
        ("filters", "actions.replace", Way.ERRAND, Effect.WRITE),
        ("playlists", "update", Way.OFF, Effect.WRITE),
        ("conversations", "bulk", Way.OFF, Effect.DESTROY),
    ],
)
def test_what_is_allowed_is_an_errand_and_never_runs_at_once(
    resource: str, method: str, way: Way, effect: Effect
) -> None:
    allowed = {"playlists.create", "conversations.delete", "filters.actions.replace", "conversations.list"}
    rules = Rules({"conversations.export": Effect.READ}, frozenset(allowed))
    found = verdict(a_tool(resource, method), rules)
    assert (found.way, found.effect) == (way, effect)
    assert bool(found.why) == (way is Way.OFF)
    assert switched_off(a_tool(resource, method), rules) == (found.why or None)


def test_what_is_off_says_which_setting_would_allow_it() -> None:
    for method in ("create", "delete"):
        assert "CHORISTER_ALLOW" in verdict(a_tool("playlists", method)).why


@pytest.mark.parametrize(
    "part, words",
    [
        ("conversations.bulk", "after = belongs one of read, join, write, destroy"),
        ("conversations.bulk=maybe", "after = belongs one of read"),
        ("bulk=destroy", "resource.method"),
        ("=read", "resource.method"),
        ("playlists.create=read", "can only be write or destroy"),
        ("playlists.delete=read", "can only be write or destroy"),
        ("conversations.bulk=read", "can only be write or destroy"),
        ("conversations.removeAll=join", "can only be write or destroy"),
        ("conversations.list=join", "only a custom method"),
        ("sales_qualifications.writeback_crm=read", "always a write that a person approves"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_in_words(part: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_effects(["conversations.export=read", part])


def test_what_makes_sense_is_kept_as_it_was_written() -> None:
    assert checked_effects(("conversations.export=read",)) == ("conversations.export=read",)
    assert checked_routes(("conversations.delete",)) == ("conversations.delete",)
    with pytest.raises(ValueError, match="a tool belongs here"):
        checked_routes(("delete",))


def test_a_tool_is_named_by_its_resource_and_method() -> None:
    assert route(a_tool("filters", "actions.replace")) == read_route("filters.actions.replace")
    with pytest.raises(ValueError, match="nothing: a tool belongs here"):
        read_route("")


def test_every_hot_tool_is_offered() -> None:
    assert all(switched_off(a_tool(*hot)) is None for hot in HOT)
