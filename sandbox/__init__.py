"""The outside world on this computer. It imports nothing of the product; the product meets it only over the wire."""
