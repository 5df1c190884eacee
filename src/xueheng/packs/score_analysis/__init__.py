"""教学质量分析: what each school reads of an exam, never another school's row."""
