from sandbox.claude.planner.search import find_deferred


def test_the_wanted_tool_comes_first_and_related_ones_follow():
    tools = [{"name": f"chorus_sales_thing_{at}", "defer_loading": True} for at in range(9)]
    tools += [{"name": "wanted", "defer_loading": True}, {"name": "chorus_sales_hot"}, {"name": "moments"}]
    found = find_deferred(tools, "sales qualification", "wanted")
    assert found[0] == "wanted"
    assert len(found) == 5
    assert "chorus_sales_hot" not in found
