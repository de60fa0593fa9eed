import re
from collections import Counter

from sandbox.truto.catalog import catalogue, chosen
from sandbox.truto.options import Options
from sandbox.truto.routes import ROUTES

TOOLS = catalogue(Options())


def test_there_are_about_sixty_tools_and_each_has_a_handler() -> None:
    assert 58 <= len(TOOLS) <= 64
    assert {(raw["resource"], raw["method"]) for raw in TOOLS} == set(ROUTES) - {("tasks", "get")}


def test_names_are_unique_and_follow_the_rule() -> None:
    assert max(Counter(raw["name"] for raw in TOOLS).values()) == 1
    for raw in TOOLS:
        if raw["method"] == "list":
            assert raw["name"] == f"list_all_chorus_{raw['resource']}"


def test_the_awkward_ones_are_there() -> None:
    by_name = {raw["name"]: raw for raw in TOOLS}
    assert by_name["list_all_chorus_users"]["query_schema"] is None
    assert "oneOf" in by_name["chorus_conversations_export"]["body_schema"]
    assert "properties" not in by_name["chorus_saved_searches_reset"]["body_schema"]
    assert isinstance(by_name["chorus_integrations_connect"]["body_schema"], str)
    assert "filter[shared_on]" in by_name["list_all_chorus_moments"]["required"]
    assert any(not re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in by_name)
    assert "required" not in by_name["chorus_users_register_token"]


def test_without_the_derived_ones_nine_are_left() -> None:
    assert len(catalogue(Options(derived=False))) == 9


def test_the_catalogue_can_be_hidden_from_patched_and_added_to() -> None:
    options = Options(
        hidden_tools={"list_all_chorus_me"}, extra_tools=[{"name": "x", "resource": "r", "method": "m"}]
    )
    options.schema_patches["chorus_conversations_join"] = lambda raw: {**raw, "required": []}
    by_name = {raw["name"]: raw for raw in catalogue(options)}
    assert "list_all_chorus_me" not in by_name
    assert by_name["x"]["resource"] == "r"
    assert by_name["chorus_conversations_join"]["required"] == []
    assert chosen([by_name["x"]], [], [], has_description=True) == []


def test_the_join_property_and_the_nested_writeback_can_be_chosen() -> None:
    by_name = {raw["name"]: raw for raw in catalogue(Options(join_property="text", nested_writeback=True))}
    assert by_name["chorus_conversations_join"]["required"] == ["text"]
    assert list(by_name["chorus_sales_qualifications_writeback_crm"]["body_schema"]["properties"]) == ["data"]
