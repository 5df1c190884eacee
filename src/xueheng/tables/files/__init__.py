"""文件: files of tables as grids and sheets, safe to read."""
