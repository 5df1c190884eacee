"""模板: a bureau's own documents, filled in from a report."""
