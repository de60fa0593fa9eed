"""Jobs 5 and 6: what this planner is, and what it can be asked."""

from sandbox.claude.planner.scene import Scene
from sandbox.claude.replies import Reply

_JOBS = (
    "send the recorder into a meeting whose link you post; push the notes and fields of your last meeting "
    "to the CRM; review a day's meetings for an empty or doubtful field; "
    "say what was said in a call, or sum it up"
)
_ASKS = (
    "help|hello|hi|hey|good (?:morning|afternoon|evening)|thanks|thank you|who are you|what are you|"
    "are you claude|(?:which|what) tools|what can you (?:do|help)|how do(?:es)? (?:you|this) work"
)


def wants(scene: Scene) -> bool:
    """Whether the wish is a greeting or a question about the bot itself."""
    return not scene.wish.words or scene.wish.says(_ASKS)


def plan_help(scene: Scene) -> Reply:
    """Says what stands in for Claude here, and what it knows."""
    count = sum("input_schema" in tool for tool in scene.tools)
    offered = f"{count} tools are on offer." if count else "No tools are on offer."
    if scene.wish.says("(?:which|what) tools"):
        names = sorted(tool["name"] for tool in scene.tools if "input_schema" in tool)
        offered = f"{offered} The first are: {', '.join(names[:8])}." if names else offered
    return Reply.of(f"I am the sandbox planner standing in for Claude. I can {_JOBS}. {offered}")


def plan_other() -> Reply:
    """Says plainly that this is none of the known jobs."""
    return Reply.of(f"The sandbox planner only knows these jobs: {_JOBS}.")
