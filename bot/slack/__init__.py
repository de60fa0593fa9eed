"""Speaking and reading Slack: a thread's progress, cards, escaping, pacing."""
