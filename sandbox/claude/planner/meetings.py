"""Finding meetings: the asker's own, page after page, newest finished one first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.claude.planner.offered import ME, MEETINGS, call, cannot, find, fit, key_for_page
from sandbox.claude.planner.results import Row, cursor, full_stop, identify, record, rows, sentence
from sandbox.claude.planner.scene import Scene
from sandbox.claude.replies import Reply

_MOST_PAGES = 20


def filters_of_asker(scene: Scene) -> dict[str, Any] | Reply:
    """The list filters that leave the asker's own meetings, or the call that finds out who asks."""
    step = scene.outcome(ME, {})
    if step is None:
        return call(scene, ME, {})
    if step.failed:
        return Reply.of(f"I could not find out who you are in Chorus. {full_stop(step.trouble)}")
    me = record(step.value)
    number = me.get("id") or me.get("user_id")
    if number not in (None, ""):
        return {"user_id": str(number)}
    if me.get("email"):
        return {"participants_email": me["email"]}
    said = sentence(step.value)
    return Reply.of(f"I could not find out who you are in Chorus. {full_stop(said)}" if said else _UNKNOWN)


_UNKNOWN = "I could not find out who you are in Chorus, so I do not know which meetings are yours."


def list_meetings(
    scene: Scene, filters: dict[str, Any], enough: Callable[[list[Row]], bool]
) -> list[Row] | Reply:
    """Rows from as many pages as are needed, or the call of the next page."""
    tool = find(scene, MEETINGS)
    if tool is None:
        return cannot(MEETINGS)
    page_key = key_for_page(tool)
    wanted = {"engagement_type": "meeting", **filters}
    gathered: dict[str, Row] = {}
    seen: set[str] = set()
    following: str | None = None
    for _ in range(_MOST_PAGES):
        input = fit(tool, {**wanted, **({page_key: following} if page_key else {})})
        step = scene.outcome(MEETINGS, input, page_key or "")
        if step is None:
            return call(scene, MEETINGS, input)
        if step.failed:
            return Reply.of(f"I could not list the meetings. {full_stop(step.trouble)}")
        page = rows(step.value)
        gathered |= {identify(row) or str(row): row for row in page}
        following = cursor(step.value)
        if not page or not following or not page_key or following in seen or enough(list(gathered.values())):
            break
        seen.add(following)
    return list(gathered.values())


def last_finished(found: list[Row], filters: dict[str, Any]) -> Row | None:
    """The newest meeting that took place and has been processed; nobody else's."""
    return next(iter(newest_finished(found, filters)), None)


def newest_finished(found: list[Row], filters: dict[str, Any]) -> list[Row]:
    """The meetings that took place and have been processed, newest first; nobody else's."""
    owner = filters.get("user_id")
    own = [row for row in found if owner is None or str(_owner(row) or owner) == str(owner)]
    return sorted((row for row in own if is_finished(row)), key=started, reverse=True)


def is_finished(row: Row) -> bool:
    """Whether a meeting took place and Chorus is done with it."""
    state = row.get("processing_state") or row.get("status")
    kind = row.get("engagement_type") or row.get("type") or "meeting"
    return state == "done" and not row.get("no_show") and kind in ("meeting", "engagement")


def started(row: Row) -> float:
    """When a meeting began, in epoch seconds; lists give numbers, other tools ISO text."""
    moment = row.get("date_time") or row.get("start_time") or row.get("start") or 0
    if isinstance(moment, int | float):
        return float(moment)
    try:
        return datetime.fromisoformat(str(moment)).timestamp()
    except ValueError:
        return 0.0


def title(row: Row) -> str:
    """What to call a meeting: its subject, else its id."""
    return str(row.get("subject") or row.get("name") or identify(row) or "the meeting")


def _owner(row: Row) -> Any:
    return row.get("user_id") or row.get("owner_id")
