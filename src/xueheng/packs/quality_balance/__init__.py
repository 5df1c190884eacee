"""优质均衡监测: what the public reads of a county's balance, and what a head reads of the school."""
