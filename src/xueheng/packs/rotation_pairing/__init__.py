"""交流轮岗与结对帮扶: teachers who move for some years, and strong schools that support weak ones."""
