"""文档: tables that are one JSON document, not rows."""
