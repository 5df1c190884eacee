"""标注: the user's own workbook back, with what is wrong in red."""
