"""Django's engine for PostgreSQL, on which one act writes at a time."""
