"""成长百分位: quantile curves of the outcome given prior marks, and where each pupil stands among them."""
