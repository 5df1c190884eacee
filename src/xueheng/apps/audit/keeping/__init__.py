"""备份与恢复: the whole platform as one encrypted file, and back, on either database."""
