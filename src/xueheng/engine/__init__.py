"""算: the mathematics of the house; arrays and frozen dataclasses in and out, no I/O and no clock."""
