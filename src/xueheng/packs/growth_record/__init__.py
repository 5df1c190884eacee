"""成长记录: what the national fitness system holds of each pupil, held against the roll."""
