"""The further tools that follow from Chorus's contract by Truto's naming rule."""

from sandbox.truto.catalog.coaching import COACHING_TOOLS
from sandbox.truto.catalog.library import LIBRARY
from sandbox.truto.catalog.tool import RawTool
from sandbox.truto.catalog.workspace import WORKSPACE

DERIVED: list[RawTool] = [*COACHING_TOOLS, *LIBRARY, *WORKSPACE]
