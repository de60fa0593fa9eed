"""The durable stories: answer, join, write back, review, follow up."""
