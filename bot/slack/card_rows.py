"""One row of a card: what a field holds, what is proposed, the words of the call behind it, and later its fate."""

from bot.proposals.proposal import Adding, Change, Proposal, State
from bot.proposals.shown import NOW, QUOTE, too_long, units
from bot.proposals.undoing import taken_back
from bot.risk.gaps import text_of
from bot.slack.blocks import Block, section, tick
from bot.slack.text import escape, one_line
from tools.minutes import minute

TICK = "proposal_tick"
LABEL, REMARK, SAY = 80, 400, 500
"""Units of a field's name, of why it is not ticked, and of what the CRM says to it."""
PIECE = 1_600
"""Units of a value in one section; what is longer goes on in the next."""
WORD = 36
"""Characters behind which a value is cut, should it have no space: 180 units at most, so a piece is seldom far from full."""


def row_blocks(proposal: Proposal, n: int, *, is_open: bool) -> list[Block]:
    """The blocks of the n-th row. Its box, if it has one, stands beside the first."""
    change = proposal.changes[n]
    first, *more = _shown(change)
    texts = [[*_head(change), first], *([piece] for piece in more)]
    texts[-1] += _below(proposal, change)
    # expand: nothing of what somebody approves is folded away behind "see more".
    blocks = [section("\n".join(lines), expand=True) for lines in texts]
    if is_open and not change.locked and proposal.opportunity_id:
        box = tick(TICK, str(n), ticked=change.ticked)
        blocks[0] |= {"block_id": f"tick:{proposal.id}:{proposal.digest[:8]}:{n}", "accessory": box}
    return blocks


def row_text(proposal: Proposal, change: Change) -> str:
    """The whole row as text, for notifications and screen readers."""
    return "\n".join([*_head(change), *_shown(change), *_below(proposal, change)])


def _head(change: Change) -> list[str]:
    return [f"*{short(change.label, LABEL)}*"]


def _shown(change: Change) -> list[str]:
    """What the field holds and what is proposed, in pieces for a section each; only what nobody can approve is cut."""
    text = text_of(change.words)
    lines = [line for line in text.splitlines() if line.strip()]
    pieces = _pieces(text)
    if too_long(change):
        pieces = [f"{pieces[0].rstrip()}…"]
    now = (short(text_of(change.now), NOW) or "_empty_") if change.now_known else "_not known_"
    grows = change.adding is not Adding.NO and (text_of(change.now) or not change.now_known)
    arrow, added = (f"{now} +", "(added to what is there)") if grows else (f"{now} →", "")
    if len(lines) > 1:
        first, *more = ["\n".join(_margined(piece)) for piece in pieces]
        return [f"{arrow} {added}".rstrip() + f"\n{first}", *more]
    first, *more = [f"*{escape(piece.strip())}*" for piece in pieces] if lines else ["_empty_"]
    shown = [f"{arrow} {first}", *more]
    return [*shown[:-1], f"{shown[-1]} {added}".rstrip()]


def _margined(piece: str) -> list[str]:
    """Lines of a longer value. The bar keeps them from passing for lines of ours, such as a quote or another row."""
    return [f"│ {escape(line.strip())}" for line in piece.splitlines() if line.strip()]


def _pieces(text: str) -> list[str]:
    """A value in pieces that fit a section each, cut behind a space where there is one."""
    pieces: list[list[str]] = [[]]
    used = 0
    for line in text.splitlines(keepends=True):
        for n, word in enumerate(_words(line)):
            room = units(word) + (0 if n else 2)  # the bar before a line
            if used and used + room > PIECE:
                pieces.append([])
                used = 0
            pieces[-1].append(word)
            used += room
    return [made for piece in pieces if (made := "".join(piece)).strip()] or [""]


def _words(line: str) -> list[str]:
    words = line.replace(" ", " \0").split("\0")
    return [word[i : i + WORD] for word in words for i in range(0, len(word), WORD)]


def _below(proposal: Proposal, change: Change) -> list[str]:
    lines = [_quote(proposal, change)] if change.quote else []
    if change.edited_by:
        lines.append(f"Edited by <@{escape(change.edited_by)}>.")
    if proposal.state in (State.PENDING, State.PREVIEW) and change.remark and proposal.opportunity_id:
        lines.append(f"{'Note' if change.ticked else 'Not ticked'}: {sentence(change.remark, REMARK)}")
    elif proposal.state is State.APPROVED:
        lines.append(_fate(proposal, change))
    return lines


def _quote(proposal: Proposal, change: Change) -> str:
    at = "" if change.minute is None else minute(change.minute)
    title = next((m.title for m in proposal.meetings if m.id == change.meeting), "")
    where = f"“{short(title, LABEL)}”" if len(proposal.meetings) > 1 and title else ""
    place = ", ".join(filter(None, [at, where]))
    return f"> “{short(change.quote or '', QUOTE)}”" + (f" ({place})" if place else "")


def _fate(proposal: Proposal, change: Change) -> str:
    """What became of a row after its approval."""
    if change not in proposal.chosen:
        return "Not ticked, so left as it was."
    if change.field_name in taken_back(proposal):
        return "Written, and taken back since."
    fate = (proposal.outcome or {}).get("fields", {}).get(change.field_name, {})
    say = f": {sentence(fate['say'], SAY)}" if fate.get("say") else "."
    return {
        "written": "Written.",
        "seen": "Written; the CRM shows it.",
        "not seen": f"Not seen in the CRM{say}",
        "refused": f"Not written{say}",
        "moved": f"Not written{say}",
        "held back": f"Not written{say}",
        "unverified": f"Unverified{say}",
    }.get(fate.get("fate", ""), "Ticked.")


def short(text: str, room: int) -> str:
    """Somebody's words on one line, in at most `room` units of what Slack counts."""
    shown = one_line(text, room)
    return shown if len(shown.encode("utf-16-le", "surrogatepass")) <= 2 * room else one_line(text, room // 2)


def sentence(text: str, room: int) -> str:
    """Somebody's words on one line with a full stop at their end."""
    return short(text, room).removesuffix(".") + "."
