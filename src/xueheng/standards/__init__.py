"""据: what documents require: dated, cited YAML and the one loader that reads it."""
