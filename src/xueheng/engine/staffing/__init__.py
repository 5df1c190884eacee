"""教师需求测算: pupils forecast by cohort survival, and shortages covered before anybody is hired."""
