"""拨款: gaps of schools to money, stage by stage, each stage proven or said not to be."""
