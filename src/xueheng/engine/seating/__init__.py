"""考场编排: who sits where, so that neighbours come from different schools and nobody can tell beforehand."""
