"""课程开齐开足: timetables of the schools held against the table of lessons each term."""
