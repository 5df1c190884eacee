"""门: the command line; each command is a module that is imported only when it is called."""
