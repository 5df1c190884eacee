"""Reports of runs: each method's outcome as blocks: what holds, what does not, what to do, how to check."""
