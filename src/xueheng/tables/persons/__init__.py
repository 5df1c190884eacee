"""人员比对: rows and known persons, offered to each other and never decided."""
