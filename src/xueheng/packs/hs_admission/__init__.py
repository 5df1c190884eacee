"""高中招生: quotas, choices and admission by declared rules, with a reason for every choice."""
