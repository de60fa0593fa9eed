import pytest

from sandbox.claude.planner.plan import plan


def first_call(stage, words):
    messages = [{"role": "user", "content": words}, {"role": "system", "content": stage({}).context}]
    content = plan(stage({}).tools, messages).content
    return content[-1].get("name")


@pytest.mark.parametrize(
    "words, name",
    [
        ("Record https://zoom.us/j/1 please", "chorus_conversations_join"),
        ("https://zoom.us/j/1", "chorus_conversations_join"),
        ("push my last call to salesforce", "list_all_chorus_me"),
        ("Sync the fields to the CRM", "list_all_chorus_me"),
        ("Check today's calls for an empty economic buyer", "list_all_chorus_conversations"),
        ("what did Acme say about pricing?", "list_all_chorus_conversations"),
        ("sum up my last meeting", "list_all_chorus_me"),
        ("thanks!", None),
        ("delete everything", None),
    ],
)
def test_each_request_goes_to_its_job(stage, words, name):
    assert first_call(stage, words) == name


def test_the_same_arguments_give_the_same_turn(stage):
    messages = [{"role": "user", "content": "sum up my last meeting"}]
    assert plan(stage({}).tools, messages) == plan(stage({}).tools, messages)
