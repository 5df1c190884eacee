"""缺口文档: a budget, pupils and a matrix of costs, as one JSON object."""
