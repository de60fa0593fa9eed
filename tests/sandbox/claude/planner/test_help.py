import pytest


@pytest.mark.parametrize("words", ["hello", "Help!", "Are you Claude?", "what can you do?", "<@UCHORISTER>"])
def test_it_says_what_it_is_and_what_it_can(stage, words):
    said = stage({}).ask(words)
    assert said.startswith("I am the sandbox planner standing in for Claude.")
    assert "6 tools are on offer." in said


def test_it_names_tools_when_asked(stage):
    assert "chorus_conversations_join" in stage({}).ask("Which tools do you have?")
    assert "No tools are on offer." in stage({}, schemas={}).ask("Which tools do you have?")


def test_anything_else_gets_the_list_of_jobs(stage):
    said = stage({}).ask("Write me a poem about autumn")
    assert said.startswith("The sandbox planner only knows these jobs:")
