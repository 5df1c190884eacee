"""抽样: drawing a sample by exact arithmetic, and estimating from one with its design."""
