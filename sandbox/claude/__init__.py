"""A strict local stand-in for Anthropic's Messages API, answered by the sandbox planner."""

from sandbox.claude.journal import Request
from sandbox.claude.replies import Reply, text, thinking, tool_search, tool_use
from sandbox.claude.server import ClaudeServer

__all__ = ["ClaudeServer", "Reply", "Request", "text", "thinking", "tool_search", "tool_use"]
