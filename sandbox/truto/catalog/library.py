"""Derived tools around what teams collect: playlists, moments, filters and saved searches."""

from typing import Any

from sandbox.truto.catalog.tool import BOOLEAN, INTEGER, NUMBER, STRING, RawTool, described, fields, tool

ID = described(STRING, "The id.")
# Rows written long ago carry draft-04 keywords, as Truto's hand-kept schemas do.
_SECONDS: dict[str, Any] = {"type": "number", "minimum": 0, "exclusiveMinimum": True}
_NULLABLE: dict[str, Any] = {"type": "string", "nullable": True}

PLAYLISTS: list[RawTool] = [
    tool(
        "list_all_chorus_playlists",
        "playlists",
        "list",
        "List playlists, with the number of pages in meta.",
        {"filter[name]": STRING, "filter[owner]": STRING, "page[number]": INTEGER, "page[size]": INTEGER},
    ),
    tool(
        "get_single_chorus_playlist_by_id",
        "playlists",
        "get",
        "Get one playlist with its moments.",
        fields(id=ID),
        required=("id",),
    ),
    tool(
        "create_a_chorus_playlist",
        "playlists",
        "create",
        "Create a playlist.",
        body={
            "name": {"type": "string", "required": True, "maxLength": 255},
            "description": _NULLABLE,
            "parent": {"type": ["string", "null"], "description": "The playlist above this one."},
        },
        required=("name",),
    ),
    tool(
        "update_a_chorus_playlist_by_id",
        "playlists",
        "update",
        "Rename or describe a playlist.",
        fields(id=ID),
        fields(name=STRING, description=_NULLABLE),
        ("id",),
    ),
    tool(
        "delete_a_chorus_playlist_by_id",
        "playlists",
        "delete",
        "Delete a playlist; with recursive=true, all below it too.",
        fields(id=ID, recursive={"type": "boolean", "default": "false"}),
        required=("id",),
    ),
    tool(
        "create_a_chorus_playlist_moment",
        "playlist_moments",
        "create",
        "Add a moment of a call to a playlist.",
        body=fields(
            callid=STRING,
            moment_time=NUMBER,
            moment_duration=_SECONDS,
            playlist=STRING,
            description=_NULLABLE,
        ),
        required=("callid", "moment_duration", "playlist"),
    ),
    tool(
        "update_a_chorus_playlist_moment_by_id",
        "playlist_moments",
        "update",
        "Change a moment in a playlist.",
        fields(id=ID),
        fields(moment_time=NUMBER, moment_duration=_SECONDS, description=_NULLABLE),
        ("id",),
    ),
]

_SEARCH: RawTool = tool(
    "create_a_chorus_smart_playlist",
    "smart_playlists",
    "create",
    "Create a playlist that fills itself from a search.",
    required=("name", "custom_search"),
)
_SEARCH["body_schema"] = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "id": "smart_playlist",
    "type": "object",
    "definitions": {
        "clause": {
            "type": "object",
            "properties": {
                "field": STRING,
                "op": {"enum": ["is", "is_not", "contains", None]},
                "all_of": {"type": "array", "items": {"$ref": "#/definitions/clause"}},
            },
        }
    },
    "properties": {"name": STRING, "custom_search": {"$ref": "#/definitions/clause"}},
}
_UPDATE_SEARCH = tool(
    "update_a_chorus_smart_playlist_by_id",
    "smart_playlists",
    "update",
    "Change the search of a smart playlist.",
    fields(id=ID),
    fields(name=STRING, custom_search={}),
    ("id",),
)

MOMENTS: list[RawTool] = [
    tool(
        "list_all_chorus_moments",
        "moments",
        "list",
        "List moments that were shared in a range of days such as 2026-01-01:2026-02-01 (at most 365 days).",
        {"filter[shared_on]": STRING, "filter[recipients]": STRING, "page[number]": INTEGER},
        required=("filter[shared_on]",),
    ),
    tool(
        "create_a_chorus_moment",
        "moments",
        "create",
        "Share a moment of a call. Times are in seconds.",
        body=fields(callid=STRING, moment_time=_SECONDS, moment_duration=_SECONDS, subject=STRING),
        required=("callid", "moment_time", "moment_duration"),
    ),
    tool(
        "update_a_chorus_moment_by_id",
        "moments",
        "update",
        "Change a shared moment.",
        fields(id=ID),
        fields(subject=STRING, moment_duration=_SECONDS),
        ("id",),
    ),
    tool(
        "delete_a_chorus_moment_by_id",
        "moments",
        "delete",
        "Delete a shared moment.",
        fields(id=ID),
        required=("id",),
    ),
]

_FILTER = fields(
    filter_name=STRING,
    filter_type={**STRING, "enum": ["engagement", "deal"]},
    field_type=STRING,
    filter_values={"type": "array", "items": {}},
)
FILTERS: list[RawTool] = [
    tool("list_all_chorus_filters", "filters", "list", "List engagement filters."),
    tool(
        "get_single_chorus_filter_by_id", "filters", "get", "Get one filter.", fields(id=ID), required=("id",)
    ),
    tool(
        "create_a_chorus_filter",
        "filters",
        "create",
        "Create an engagement filter.",
        body=_FILTER,
        required=("filter_name", "filter_type", "field_type"),
    ),
    tool(
        "update_a_chorus_filter_by_id",
        "filters",
        "update",
        "Change a filter.",
        fields(id=ID),
        {"id": STRING, **_FILTER},
        ("id",),
    ),
    tool(
        "delete_a_chorus_filter_by_id",
        "filters",
        "delete",
        "Delete a filter.",
        fields(id=ID),
        required=("id",),
    ),
    tool(
        "chorus_filters_actions.replace",
        "filters",
        "actions.replace",
        "Replace all values of a filter.",
        body=fields(id=ID, filter_values={"type": "array"}),
        required=("id", "filter_values"),
    ),
    tool(
        "chorus_saved_searches_set_default",
        "saved_searches",
        "set_default",
        "Make a saved search the default.",
        body=fields(id=ID, for_team=BOOLEAN),
        required=("id",),
    ),
    tool("chorus_saved_searches_reset", "saved_searches", "reset", "Go back to Chorus's own default search."),
]
FILTERS[-1]["body_schema"] = {"type": "object"}

LIBRARY = [*PLAYLISTS, _SEARCH, _UPDATE_SEARCH, *MOMENTS, *FILTERS]
