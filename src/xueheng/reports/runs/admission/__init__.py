"""招生录取报告: keys and reasons in the words of a family, where applicants went, a page for each of them."""
