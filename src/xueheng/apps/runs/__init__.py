"""运算: methods carried out on Datasets, approved and sealed."""
