"""The sandbox planner: answers in place of a model, from the offered tools and the results so far."""

from sandbox.claude.planner.extraction import plan_extraction
from sandbox.claude.planner.obey import obey
from sandbox.claude.planner.plan import plan

__all__ = ["obey", "plan", "plan_extraction"]
