"""接口: the same queries and services as the pages, for programs, by a token and never by a cookie."""
