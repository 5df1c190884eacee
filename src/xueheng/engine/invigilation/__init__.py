"""监考安排: who watches which room in which session, evenly, with nobody where they must not be."""
