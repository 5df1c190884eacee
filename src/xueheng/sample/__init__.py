"""例: the generated county: pure generators by seed, loaded through public services."""
