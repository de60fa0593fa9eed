from sandbox.tour.feed import Feed


def test_a_message_is_news_once(a_said):
    feed, said = Feed(), a_said(("Hello",))
    assert [news.lines for news in feed.news([said])] == [("Hello",)]
    feed.mark([said])
    assert feed.news([said]) == []


def test_an_edit_shows_only_the_lines_that_changed(a_said):
    feed = Feed()
    feed.mark([a_said(("Working on it…", "  ◐ Reading"))])
    (news,) = feed.news([a_said(("Working on it…", "  ✓ Reading", "  ◐ Asking"))])
    assert news.is_edit
    assert news.lines == ("  ✓ Reading", "  ◐ Asking")


def test_a_changed_line_deep_in_a_paragraph_says_which_paragraph(a_said):
    feed = Feed()
    feed.mark([a_said(("*Metrics*", "[x] Write"), ("*Champion*", "[ ] Write"))])
    (news,) = feed.news([a_said(("*Metrics*", "Ticked."), ("*Champion*", "Left as it was."))])
    assert news.lines == ("*Metrics* · Ticked.", "*Champion* · Left as it was.")


def test_an_edit_that_only_takes_lines_away_is_no_news(a_said):
    feed = Feed()
    feed.mark([a_said(("Hello",), ("[ Approve ]",))])
    assert feed.news([a_said(("Hello",))]) == []


def test_long_messages_have_room_between_their_paragraphs(a_said):
    (news,) = Feed().news([a_said(("Title",), ("one", "two"), ("three", "four"))])
    assert news.lines == ("Title", "", "one", "two", "", "three", "four")
