"""Who is admitted where: every mechanism on integer ranks, its reasons, and a checker of its own."""
