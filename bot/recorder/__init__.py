"""The recorder's life as it can be known from outside: pure functions."""
