"""教师结构: the national teacher system mirrored in who is at work at which school."""
