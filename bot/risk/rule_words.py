"""What is wrong with a value of a rule file, in words for whoever wrote it."""

from pydantic_core import ErrorDetails

PLAIN = {
    "extra_forbidden": "there is no such name here",
    "missing": "this is missing",
    "greater_than": "this must be more than {gt}",
    "greater_than_equal": "this must be at least {ge}",
    "less_than": "this must be less than {lt}",
    "less_than_equal": "this must be at most {le}",
    "string_type": "a word belongs here",
    "string_too_short": "this must not be empty",
    "tuple_type": "a list belongs here",
    "too_short": "at least one belongs here",
    "dict_type": "names with values below them belong here",
    "model_type": "names with values below them belong here",
    "bool_type": "true or false belongs here",
    "bool_parsing": "true or false belongs here",
    "int_type": "a whole number belongs here",
    "int_parsing": "a whole number belongs here",
    "int_from_float": "a whole number belongs here",
    "float_type": "a number belongs here",
    "float_parsing": "a number belongs here",
    "finite_number": "a number belongs here",
}
"""By the kind of a mistake; `{…}` is the bound that was passed."""


def in_words(error: ErrorDetails) -> str:
    """One mistake; of a kind that has no words here, what the library says."""
    bounds = {name: f"{value:g}" for name, value in error.get("ctx", {}).items() if _is_number(value)}
    said = PLAIN.get(error["type"])
    return said.format_map(bounds) if said else error["msg"]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
