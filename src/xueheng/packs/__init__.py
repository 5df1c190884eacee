"""业: the functions of a bureau, each a pack.yaml and a short adapter."""
