"""可加的合计: sums and products by group, taken where the rows are."""
