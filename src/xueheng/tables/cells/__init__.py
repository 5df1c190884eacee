"""单元格: what one cell of text means."""
