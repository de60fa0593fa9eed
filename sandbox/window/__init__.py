"""A web page on the sandbox: what its people see in Slack, and what happens beside it."""
