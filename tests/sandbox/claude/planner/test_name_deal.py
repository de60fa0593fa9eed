import pytest

ASK = "Push the notes and framework data from my last meeting into the CRM."
WRITE = "chorus_sales_qualifications_writeback_crm"
LINK = "https://acme.lightning.force.com/lightning/r/Opportunity/0065e00000ABCDEFGH/view"
ID = "0065e00000ABCDEFGH"


def written(play):
    return [input for name, input in play.calls if name == WRITE]


@pytest.mark.parametrize("words", [f"it's <{LINK}>", ID, f"The deal is {ID}, thanks", f"put it here: {LINK}"])
def test_the_write_back_is_made_again_for_the_named_opportunity(stage, loose, words):
    play = stage(loose, wrap=False)
    play.ask(ASK)
    before = len(play.calls)
    play.answers["writeback_crm"] = {"known": "Approved and written"}
    assert play.ask(words) == "Approved and written."
    assert len(play.calls) == before + 1
    first, second = written(play)
    assert second == {**first, "opportunity_id": ID}


def test_those_that_lacked_one_are_repeated_in_one_round(stage, loose):
    play = stage(loose, wrap=False)
    play.ask("Push the notes from my last two calls to the CRM")
    said = play.ask(LINK)
    assert play.turns[-1] == 2
    assert [(input["meeting_id"], input["opportunity_id"]) for input in written(play)[2:]] == [
        ("A1", ID),
        ("B2", ID),
    ]
    assert [line.split(":")[0] for line in said.splitlines()] == ["• Call A1", "• Call B2"]


def test_a_second_thought_repeats_the_last_one(stage, loose):
    play = stage(loose, wrap=False)
    play.ask(ASK)
    play.ask(LINK)
    play.ask("no, it's 0065e00000ZZZZZ")
    assert [input["opportunity_id"] for input in written(play)] == ["", ID, "0065e00000ZZZZZ"]


def test_a_push_that_never_came_to_writing_starts_over(stage, loose, failure):
    play = stage({**loose, "list_all_chorus_me": failure("Chorus is down")}, wrap=False)
    play.ask(ASK)
    play.answers = loose
    play.ask(LINK)
    assert [input["opportunity_id"] for input in written(play)] == [ID]


def test_a_failure_is_told_in_its_own_words(stage, loose, failure):
    play = stage(loose, wrap=False)
    play.ask(ASK)
    play.answers["writeback_crm"] = failure("opportunity_id is not linked to this meeting")
    assert "not linked to this meeting." in play.ask(LINK)
    assert len(written(play)) == 2


@pytest.mark.parametrize("words", [LINK, f"what do you know about {ID}?"])
def test_without_a_push_before_or_with_a_question_it_means_nothing(stage, loose, words):
    play = stage(loose, wrap=False)
    if "?" in words:
        play.ask(ASK)
    before = len(play.calls)
    assert "only knows these jobs" in play.ask(words)
    assert len(play.calls) == before


def test_a_push_of_its_own_is_not_an_answer(stage, loose):
    play = stage(loose, wrap=False)
    play.ask(ASK)
    play.ask(f"push my notes to {ID}")
    assert play.turns == [1, 1, 1, 1, 1, 1, 1, 1]
    assert written(play)[-1]["opportunity_id"] == ID
