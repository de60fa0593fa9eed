"""Everything the API refuses, as pure checks: the first error of a request, or None."""

from sandbox.claude.rules.check import Asked, first_error
from sandbox.claude.rules.transport import header_error, parse

__all__ = ["Asked", "first_error", "header_error", "parse"]
