"""收数: raw files, staged rows, repairs, frozen Datasets."""
