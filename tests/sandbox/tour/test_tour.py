from sandbox.tour import Cast, Tour
from sandbox.tour.checks import Check
from sandbox.tour.tables import Result
from sandbox.tour.tour import verdict

WRONG = Check("one write", "2 writes")


def test_a_real_chorus_is_only_asked_and_never_written_to():
    assert [story.title for story in Cast().stories()] == ["Intercept", "Offer", "Write back", "Review"]
    assert {type(story).__name__ for story in Cast(truto=False).stories()} == {"Ask"}


def test_the_last_words_say_how_it_came_out():
    def words(*results: Result) -> list[str]:
        return [text.plain for text in verdict(results, 12.3)]

    good, bad = Result("Offer", [Check("one call")]), Result("Write back", [WRONG])
    assert words(good, good, good, good) == ["All four stories came out right, in 12 s."]
    assert words(good, bad) == ["Not everything came out right:", "  Write back: one write: 2 writes"]
    assert words(good, Result("Write back", [WRONG], tolerant=True))[0].startswith(
        "Every message was answered."
    )


async def test_without_a_bot_every_story_fails_with_its_reason(world, console, printed, monkeypatch):
    monkeypatch.setattr("sandbox.tour.tour.PATIENCE", 0.01)
    assert Tour.setting(world).startswith("At the sandbox company it is Tuesday, 24 November, ")
    assert not await Tour(world, console, Cast()).play()
    for words in (
        "Intercept: one join call with the link reached Chorus: 0 join calls with it",
        "Write back: a card was shown and approved: there was no card to approve",
        "Review: the thread has its last words: it did not come to an end",
        "Offer: everything came in time: it did not happen within 0.01 s",
    ):
        assert words in " ".join(printed().split())
