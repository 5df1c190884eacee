"""The description of the operations as readers want it: room by room, with what each takes and gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueheng.api.v1 import ROOMS, api
from xueheng.api.words import described

JSON = "application/json"


@dataclass(frozen=True)
class Item:
    """A parameter of an address, or a field of a body."""

    name: str
    kind: str
    is_needed: bool


@dataclass(frozen=True)
class Operation:
    """An address with its method, its words, what it takes, and the shape that it gives."""

    method: str
    path: str
    words: str
    takes: tuple[Item, ...]
    gives: str
    holds: tuple[str, ...]
    is_public: bool


@dataclass(frozen=True)
class Room:
    """The operations of one room, and its name."""

    name: str
    words: str
    operations: tuple[Operation, ...]


def rooms() -> list[Room]:
    """Every operation, by room, in the order in which they are declared."""
    found, schemas = described(api), described(api)["components"]["schemas"]
    held: dict[str, list[Operation]] = defaultdict(list)
    for path, methods in found["paths"].items():
        for method, said in methods.items():
            held[said["tags"][0]].append(_operation(method, path, said, schemas))
    return [Room(name, _words()[name], tuple(held[name])) for name in ROOMS]


def _operation(method: str, path: str, said: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    kind, given = next(iter(said["responses"][200]["content"].items()))
    gives, holds = (
        (_kind(given["schema"]), _held(given["schema"], schemas)) if kind == JSON else (_("文件"), ())
    )
    takes = (*_parameters(said), *_fields(said, schemas))
    return Operation(method.upper(), path, said["summary"], takes, gives, holds, "security" not in said)


def _parameters(said: Mapping[str, Any]) -> Iterator[Item]:
    for one in said["parameters"]:
        yield Item(one["name"], _kind(one["schema"]), one.get("required", False))


def _fields(said: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Item]:
    for body in said.get("requestBody", {}).get("content", {}).values():
        shape = _whole(body["schema"], schemas)
        for name, field in shape["properties"].items():
            yield Item(name, _kind(field), name in shape.get("required", ()))


def _held(shape: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what an answer holds, of each of its rows where it is a list."""
    whole = _whole(shape, schemas)
    rows = whole.get("items") or whole.get("properties", {}).get("items")
    return _held(rows, schemas) if rows else tuple(whole.get("properties", ()))


def _whole(shape: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    return schemas[str(shape["$ref"]).rpartition("/")[2]] if "$ref" in shape else shape


def _kind(shape: Mapping[str, Any]) -> str:
    """A shape in a word or two."""
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2].replace("Listed_", "Listed ").rstrip("_")
    if "anyOf" in shape:
        return " | ".join(_kind(one) for one in shape["anyOf"])
    if "enum" in shape:
        return " | ".join(map(str, shape["enum"]))
    if shape.get("type") == "array":
        return f"[{_kind(shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("type") or "JSON")


def _words() -> dict[str, str]:
    return {
        "desk": _("今天、复核、留痕、通知、账号和任职"),
        "campaigns": _("收表"),
        "mirrors": _("国家系统核对"),
        "privacy": _("个人信息"),
        "places": _("学校与学生"),
        "data": _("数据"),
        "uploads": _("上传"),
        "runs": _("算法与运算"),
        "publications": _("公布"),
    }
