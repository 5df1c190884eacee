"""What is asked and answered, where a query's own dataclass does not say it."""
