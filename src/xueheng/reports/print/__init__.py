"""PDF: a report as it is printed, with its own fonts."""
