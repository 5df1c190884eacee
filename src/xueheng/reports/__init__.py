"""述: a report is one list of blocks; renderers turn it into HTML and, later, other documents."""
