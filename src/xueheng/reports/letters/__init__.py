"""公文: a report as an official letter."""
