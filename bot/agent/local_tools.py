"""Our own few tools, beside Truto's in the same list and over the same desk. The argument model is what Claude sees."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.slack.text import escape, inert

NAMING = " _-–/&'’().,?%+"
"""What the name of a field may hold beside letters and digits."""


class Args(BaseModel):
    """Arguments of a tool; its docstring is the tool's description."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ReviewCalls(Args):
    """
    Check all finished meetings of one day for a gap in one qualification field, by rules and not by opinion. It reads
    every page of the day's meetings and the qualification of each one that is strictly longer than the limit, and posts
    the alert in the thread itself, with meeting ids and summaries. A field is "empty" when nothing is in it, and "at risk"
    when it holds a placeholder such as TBD, or a value without a supporting quote. Calls without a qualification are
    named as unanswered, never as fine. Use it for every request to review or check the calls of a day.
    """

    date: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
    """The day to review, in the asker's time zone, such as 2026-03-02. Today's date is given beside the request."""
    longer_than_minutes: float = Field(default=30, ge=0, le=600)
    """Only meetings strictly longer than this many minutes are checked."""
    field: str = Field(default="Economic Buyer", min_length=1, max_length=80)
    """The qualification field to look at, as the framework names it."""

    @field_validator("field")
    @classmethod
    def names_a_field(cls, field: str) -> str:
        """It stands in the title of the alert, so it has to be a name and nothing else."""
        if inert(field) != escape(field) or not all(letter.isalnum() or letter in NAMING for letter in field):
            raise ValueError("this is not the name of a qualification field")
        return field


@dataclass(frozen=True)
class LocalTool:
    """A tool of ours: its name, and the model of its arguments."""

    name: str
    args: type[Args]

    def for_claude(self) -> dict[str, Any]:
        """The tool as Claude's API takes it."""
        schema = self.args.model_json_schema()
        description = " ".join(str(schema.pop("description")).split())
        schema.pop("title", None)
        for field in schema["properties"].values():
            field.pop("title", None)
            field["description"] = " ".join(field["description"].split())
        return {"name": self.name, "description": description, "input_schema": schema}


REVIEW = LocalTool("review_calls", ReviewCalls)

LOCAL_TOOLS = (REVIEW,)
