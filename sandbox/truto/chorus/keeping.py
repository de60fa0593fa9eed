"""Listing, reading, adding, changing and removing what is merely kept on a shelf."""

from datetime import date, timedelta
from typing import Any

from sandbox.truto.answers import Answer, not_found, vendor_refusal
from sandbox.truto.chorus.shelves import Shelf
from sandbox.truto.exchange import Exchange, Handler, page

LONGEST_RANGE = timedelta(days=365)


def listing(required: str | None = None) -> Handler:
    """Return a handler that lists a shelf in pages of `page[size]`; `required` is a filter it insists on."""

    def list_rows(call: Exchange) -> Answer:
        if required:
            _check_range(call.query.get(required, ""), required)
        documents = [call.document(_shelf(call).kind, id, row) for id, row in _shelf(call).rows.items()]
        size = _whole(call.query.get("page[size]"), 20)
        number = _whole(call.query.get("page[number]") or call.query.get("next_cursor"), 1)
        shown = documents[(number - 1) * size : number * size]
        return page(shown, str(number + 1) if number * size < len(documents) else None)

    return list_rows


def get_row(call: Exchange) -> Answer:
    """Answer a get with one row."""
    return Answer(call.document(_shelf(call).kind, call.path_id, _row(call)))


def creating(*required: str) -> Handler:
    """Return a handler that adds a row and insists on the `required` properties."""

    def create_row(call: Exchange) -> Answer:
        for name in required:
            call.argument(name, required=True)
        id = _shelf(call).add(dict(call.attributes))
        return Answer(call.document(_shelf(call).kind, id, call.attributes))

    return create_row


def update_row(call: Exchange) -> Answer:
    """Answer an update with the row as it is now."""
    row = _row(call)
    row |= {name: value for name, value in call.attributes.items() if name != "id"}
    return Answer(call.document(_shelf(call).kind, call.path_id, row))


def replace_values(call: Exchange) -> Answer:
    """Answer filters/actions/replace: the filter keeps its name and gets other values."""
    id = str(call.argument("id", required=True))
    row = _shelf(call).rows.get(id)
    if row is None:
        raise not_found(f"filter {id} was not found.")
    row["filter_values"] = call.argument("filter_values", required=True)
    return Answer(call.document("filter", id, row))


def delete_row(call: Exchange) -> Answer:
    """Answer a delete: the row is gone at once, and there is nothing to say."""
    _row(call)
    del _shelf(call).rows[call.path_id]
    return Answer({})


def _shelf(call: Exchange) -> Shelf:
    return call.chorus.shelves[call.resource]


def _row(call: Exchange) -> dict[str, Any]:
    row = _shelf(call).rows.get(call.path_id)
    if row is None:
        raise not_found(f"{_shelf(call).kind} {call.path_id} was not found.")
    return row


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and int(text) > 0 else default


def _check_range(text: str, name: str) -> None:
    """Insist on `A:B` with both ends, at most a year apart."""
    first, _, last = text.partition(":")
    try:
        length = date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])
    except ValueError:
        raise vendor_refusal(400, f"{name} must be a range of dates such as 2026-01-01:2026-02-01") from None
    if length > LONGEST_RANGE:
        raise vendor_refusal(400, f"{name} must not span more than 365 days")
