"""学生资助: the lists of the national aid system, held against the roll and the list before."""
