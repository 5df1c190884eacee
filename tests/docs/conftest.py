import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def generated() -> dict[str, str]:
    """The reference pages as docs/build.py makes them now."""
    spec = importlib.util.spec_from_file_location("reference_build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


@pytest.fixture(scope="session")
def reference() -> dict[str, str]:
    """The reference pages as they are committed."""
    folder = ROOT / "docs" / "reference"
    pages = folder.rglob("*.md")
    return {p.relative_to(folder).as_posix(): p.read_bytes().decode("utf-8") for p in pages}
