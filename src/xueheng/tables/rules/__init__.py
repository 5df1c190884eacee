"""规则: what rows must keep across columns, rows and tables; each rule is a plain function named in YAML."""
