"""填报工作簿: the workbook to fill in."""
