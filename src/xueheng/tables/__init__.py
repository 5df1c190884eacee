"""表: what a column means; every reader and writer of data tables."""
