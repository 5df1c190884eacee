"""学区划片: whole units to schools, none too full, every zone of one piece, nobody farther than need be."""
