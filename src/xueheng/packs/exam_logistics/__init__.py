"""考务: seats apart by school, and invigilators who watch nobody of their own."""
