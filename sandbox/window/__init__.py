"""The sandbox's window: a page in the browser that shows its Slack, what goes on behind it, and takes part."""
