"""销毁: personal data go when their term is over, kind by kind, and two persons agree to it."""
