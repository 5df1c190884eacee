"""选址文档: OR-Library texts and the county's JSON document as tables."""
