"""Equity indices: how unequally a value per pupil is spread over units that weigh by their pupils."""
