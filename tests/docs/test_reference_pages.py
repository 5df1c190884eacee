"""The committed reference is what the code declares (`make docs` makes it again)."""


def test_regenerating_gives_the_same_pages(generated: dict[str, str], reference: dict[str, str]):
    assert sorted(reference) == sorted(generated)


def test_regenerating_gives_the_same_bytes(generated: dict[str, str], reference: dict[str, str]):
    assert [name for name, text in generated.items() if reference.get(name) != text] == []
