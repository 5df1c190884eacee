"""混合模型: slopes, third levels and crossed groups, fitted from sums by group."""
