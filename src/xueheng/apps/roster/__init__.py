"""名册: organisations, persons, posts, spells, roles and who may see what."""
