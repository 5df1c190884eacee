"""装: plugs the platform together: settings, URLs, the worker."""
