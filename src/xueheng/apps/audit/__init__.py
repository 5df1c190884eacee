"""留痕: append-only entries, each with the hash of the one before."""
