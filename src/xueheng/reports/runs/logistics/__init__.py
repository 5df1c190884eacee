"""Words of the reports on rooms and invigilators."""
