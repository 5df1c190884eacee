"""门: pages: a request becomes one query or one service call."""
