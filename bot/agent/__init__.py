"""How Chorister thinks: the Claude loop's request and reply, its prompt, its budget, and our own few tools."""
