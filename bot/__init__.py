"""The product: how it is put together, how it thinks, what it remembers."""
