"""等值: scores of one form on the scale of another, by totals, by an anchor or by item parameters."""
