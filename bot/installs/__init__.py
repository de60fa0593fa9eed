"""Workspaces add Chorister by themselves: the way in by OAuth, the token in use, its renewal, and the way out."""
