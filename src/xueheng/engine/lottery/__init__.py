"""Draws that anybody can repeat: from what was published before and after to the order, by hashes alone."""
