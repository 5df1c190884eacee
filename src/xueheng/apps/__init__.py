"""办: the mechanisms of the platform; each keeps its own tables and is written to by its services only."""
