"""文档: a report as Word and as a workbook."""
