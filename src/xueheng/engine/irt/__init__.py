"""项目反应理论: item parameters by marginal EM or conditional likelihood, abilities, fit."""
