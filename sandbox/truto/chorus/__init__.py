"""Chorus as Truto reaches it: recordings, engagements, qualifications and the rest of its API."""

from sandbox.truto.chorus.state import Chorus, Join

__all__ = ["Chorus", "Join"]
