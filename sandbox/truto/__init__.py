"""Truto, with a Chorus workspace and a CRM behind it."""

from sandbox.truto.options import Options
from sandbox.truto.server import TrutoServer

__all__ = ["Options", "TrutoServer"]
