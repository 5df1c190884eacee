"""通知: what a person is told, once; it never holds up what it tells of."""
