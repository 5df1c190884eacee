"""What can be read and done, room by room."""
