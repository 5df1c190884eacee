"""标: each 指标 once, as an Ibis table expression that runs where the rows live."""
