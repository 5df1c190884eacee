"""镜像核对: the export of a national system and what is kept here, held against each other row by row."""
