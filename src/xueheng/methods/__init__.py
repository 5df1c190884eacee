"""法: each computation that decides or judges, declared; declarations are found by module name."""
