"""Whatever a model or a caller wrote: inert, short enough, and in Slack's own markup."""

import pytest

from bot.slack.text import (
    FALLBACK,
    SECTION,
    and_list,
    answer_text,
    clock,
    counted,
    dated,
    escape,
    fallback,
    flat,
    inert,
    links_in,
    one_line,
    quoted,
    split,
    zoned,
)

GOOD = "https://chorus.ai/meeting/A1"


@pytest.mark.parametrize(
    "text", ["<!channel>", "<@U1>", "<#C1>", "<https://evil.example|your bank>", "a & b"]
)
def test_nothing_can_come_out_of_escaped_text(text: str) -> None:
    assert "<" not in escape(text)
    assert ">" not in escape(text)
    assert escape(escape(text)) != escape(text), "an entity in the text stays what it was"


def test_letters_that_nobody_sees_do_not_reach_slack() -> None:
    assert escape("a\U000e0041\u200b\u202e\u00adb") == "ab"
    assert escape("👩\u200d💻 ❤\ufe0f") == "👩\u200d💻 ❤\ufe0f"


def test_one_line_is_one_line_cut_at_a_word() -> None:
    assert one_line("a\n\n b\tc") == "a b c"
    assert one_line("alpha beta gamma", 12) == "alpha beta…"
    assert one_line("alpha", 5) == "alpha"
    assert one_line("x" * 20, 10) == "x" * 9 + "…"
    assert one_line("") == ""


def test_a_long_word_is_cut_and_not_dropped() -> None:
    assert one_line("see " + "x" * 100, 50) == "see " + "x" * 45 + "…"


def test_a_cut_never_falls_into_an_entity() -> None:
    assert one_line("&" * 50, 10) == "&amp;…"


@pytest.mark.parametrize(
    "text, found",
    [
        (f"see {GOOD}.", {GOOD}),
        (f"({GOOD})", {GOOD}),
        (f"<{GOOD}|call>", {GOOD}),
        (f'{{"url": "{GOOD}"}}', {GOOD}),
        (f"{{'note': '{GOOD}\\nNext'}}", {GOOD}),
        (f"**{GOOD}**", {GOOD}),
        (f"{GOOD}?a=1&b=2#c!", {f"{GOOD}?a=1&b=2#c"}),
        ("https://x.example/a_", {"https://x.example/a_"}),
        (f"{GOOD}, http://two.example/x", {GOOD, "http://two.example/x"}),
        ("ftp://x.example mailto:a@b.example www.x.example", set()),
    ],
)
def test_addresses_are_found_without_what_surrounds_them(text: str, found: set[str]) -> None:
    assert links_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/?q=secret",
        "[Chorus](https://evil.example/?q=secret)",
        f"[{GOOD}](https://evil.example/?q=secret)",
        "![x](https://evil.example/?q=secret)",
        "<https://evil.example/?q=secret|Chorus>",
        "**https://evil.example/?q=secret**",
        f"{GOOD}.evil.example/?q=secret",
        f"{GOOD}?q=secret",
        f"https://evil.example/?q=secret&to={GOOD}",
        "https://evil.example\\?q=secret",
        "HTTPS://evil.example/?q=secret",
        "[Chorus](HTTPS://evil.example/?q=secret)",
        "[Chorus](slack://evil.example/?q=secret)",
        "_https://evil.example/?q=secret_",
        "xhttps://evil.example/?q=secret",
        "www.evil.example/?q=secret",
        "ftp://evil.example/?q=secret",
        "mailto:a@evil.example/?q=secret",
        "ht\u200btps://evil.example/?q=secret",
    ],
)
def test_an_address_that_no_tool_returned_is_taken_out(text: str) -> None:
    said = answer_text(text, {GOOD})
    assert "evil.example/" not in said
    assert "(link removed)" in said
    assert "<" not in said.replace(f"<{GOOD}>", "")


@pytest.mark.parametrize("text", [GOOD, f"**{GOOD}**", f"*{GOOD}*", f"see {GOOD}.", f"[the call]({GOOD})"])
def test_an_address_that_a_tool_returned_stays_a_link(text: str) -> None:
    assert f"<{GOOD}>" in answer_text(text, {GOOD})


def test_an_address_is_escaped_inside_its_link() -> None:
    url = f"{GOOD}?a=1&b=2"
    assert answer_text(url, {url}) == f"<{GOOD}?a=1&amp;b=2>"


@pytest.mark.parametrize(
    "text, said",
    [
        ("**bold** and __x__", "*bold* and __x__"),
        ("## Risks\ntext", "*Risks*\ntext"),
        ("- one\n* two\n  - three", "• one\n• two\n  • three"),
        ("a - b * c", "a - b * c"),
        ("*bold*", "*bold*"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("[label] (no link)", "[label] (no link)"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("`<!here>`", "`&lt;!here&gt;`"),
        ("", ""),
    ],
)
def test_markdown_becomes_slacks_markup(text: str, said: str) -> None:
    assert answer_text(text, ()) == said


def test_a_text_that_fits_is_one_piece_and_nothing_is_none() -> None:
    assert split("a b") == ["a b"]
    assert split("x" * SECTION) == ["x" * SECTION]
    assert split("") == split(" \n\n ") == []


@pytest.mark.parametrize(
    "text, pieces",
    [
        ("aaaa\n\nbbbb\ncc", ["aaaa", "bbbb\ncc"]),
        ("aaaa\nbbbb cc", ["aaaa", "bbbb cc"]),
        ("aaaa bbbb", ["aaaa", "bbbb"]),
        ("aaaabbbbcc", ["aaaabbbb", "cc"]),
        ("\n\n\naaaabbbbcc", ["aaaabbbb", "cc"]),
        ("aaaabbbb\n\n\n", ["aaaabbbb"]),
    ],
)
def test_a_long_text_is_cut_at_the_best_place(text: str, pieces: list[str]) -> None:
    assert split(text, 8) == pieces


@pytest.mark.parametrize("text", ["word " * 6000, "x" * 30_000, "\n\n" * 5000 + "x" * 30_000, "é\n" * 9000])
def test_every_piece_fits_and_none_is_blank(text: str) -> None:
    pieces = split(text)
    assert all(piece.strip() and len(piece) <= SECTION for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_quotation_keeps_its_lines_and_nothing_in_it_can_ring() -> None:
    assert quoted("one\n\n  two\tthree \n<!channel>") == "> one\n> two three\n> &lt;!channel&gt;"
    assert quoted("") == quoted(" \n ") == ""
    assert quoted("alpha beta gamma", 12) == "> alpha beta…"
    assert len(quoted("word " * 500, 400)) <= 402


def test_small_words() -> None:
    assert [and_list(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert (counted(0, "call"), counted(1, "call"), counted(2, "call")) == ("0 calls", "1 call", "2 calls")
    assert clock(1780488300, "Europe/Madrid") == "14:05"


def test_where_others_read_along_a_time_has_its_zone() -> None:
    assert zoned(1780488300, "Europe/Madrid") == "14:05 CEST"
    assert zoned(1780488300, "America/Sao_Paulo") == "09:05 UTC-03"


def test_a_moment_is_the_readers_and_in_utc_where_nobody_knows_theirs() -> None:
    assert dated(1780488300.7, "{time}") == "<!date^1780488300^{time}|12:05 UTC>"
    assert dated(1780488300) == "<!date^1780488300^{date_short_pretty} {time}|3 Jun, 12:05 UTC>"


@pytest.mark.parametrize(
    "end", ["x" * 99, "<https://x.example/a|words of a link>", dated(1780488300), "&amp;"]
)
@pytest.mark.parametrize("before", range(FALLBACK - 30, FALLBACK + 2, 7))
def test_a_text_that_is_cut_says_so_and_ends_in_no_half_of_a_link(before: int, end: str) -> None:
    whole = "y" * before + end
    cut = fallback(whole)
    assert len(cut) <= FALLBACK
    assert cut == whole if len(whole) <= FALLBACK else cut.endswith("…")
    assert cut.count("<") == cut.count(">")
    assert cut.count("&") == cut.count(";")


def test_a_flat_line_is_plain_and_not_escaped() -> None:
    assert flat("R&D <x>\n\u202e sync", 50) == "R&D <x> sync"
    assert flat("a" * 50, 50) == "a" * 50
    assert flat("a" * 51, 50) == "a" * 49 + "…"


def test_inert_text_holds_nothing_to_click() -> None:
    assert inert("[Click](https://evil.example/login) <@U1>") == "[Click]((link removed)) &lt;@U1&gt;"
