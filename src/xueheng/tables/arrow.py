"""pyarrow without pandas: it looks for pandas once, for a third of a second, and remembers the answer."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import Any

import pyarrow as pa

__all__ = ["pa"]


class _Hidden(MetaPathFinder):
    def find_spec(self, name: str, *_: Any) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


sys.meta_path.insert(0, _Hidden())
pa.array([None])
del sys.meta_path[0]
