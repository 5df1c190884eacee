"""阳光招生: places of compulsory schools by published rules and by a draw that anybody can repeat."""
