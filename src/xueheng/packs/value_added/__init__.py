"""增值评价: what each school reads of its own progress, with its interval."""
