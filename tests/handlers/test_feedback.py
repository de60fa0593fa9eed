"""The toggle under an answer; what becomes of it is told in tests/stories/test_feedback.py."""

from tests.play import Play

RATE = "answer_rate"


async def test_good_is_kept_and_opens_nothing_and_bad_opens_the_form(play: Play) -> None:
    thread = await play.ask("ana", "help")
    await play.done(thread)
    answer = play.replies(thread)[-1]
    good, bad = (answer["blocks"][-1]["elements"][0][f"{side}_button"] for side in ("positive", "negative"))
    await play.click("ana", answer, RATE, value=good["value"])
    assert play.slack.modal(play.person("ana")) is None
    await play.click("ana", answer, RATE, value=bad["value"])
    form = await play.slack.wait_for(lambda: play.slack.modal(play.person("ana")))
    assert form["title"]["text"] == "What was wrong?"
