"""Parameters: text or JSON into the frozen dataclass that a method declares, and back."""

from __future__ import annotations

import dataclasses
import difflib
import importlib
import json
import re
import types
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from xueheng.methods.declare import param_label

UNNAMED = ("lines", "one_or_map")  # forms of maps in which a value may stand without a name
OTHERS = "*"  # the name of such a value of `one_or_map`: it is for all that are not named


class ParameterError(ValueError):
    """A parameter is unknown, missing or not of its type; the text names it and the repair."""


def parse_params(kind: type, texts: Iterable[tuple[str, str]], *, document: Mapping[str, Any]) -> Any:
    """Parameters from `-p name=value` texts over a JSON document, complete with their defaults."""
    hints = {name.rstrip("_"): hint for name, hint in get_type_hints(kind).items()}
    values: dict[str, Any] = {}
    for name, value in document.items():
        hint = hints[_known(name, hints)]
        if value is not None:
            values[name] = _from_json(name, value, hint, form_of(kind, name))
    repeated: dict[str, list[str]] = {}
    for name, text in texts:
        repeated.setdefault(_known(name, hints), []).append(text)
    for name, given in repeated.items():
        values[name] = _from_texts(name, given, hints[name], form_of(kind, name))
    return _complete(kind, values)


def _complete(kind: type, values: dict[str, Any]) -> Any:
    for name, entry in fields_of(kind).items():
        standard = entry.metadata["standard"]
        if standard and values.get(name) is None:
            values[name] = standard_value(standard)
        if is_required(entry) and name not in values:
            label = param_label(kind, name)
            raise ParameterError(f"缺少参数 {name}（{label.zh}）/ the parameter {name} is missing")
        if name in values:
            _allowed(name, values[name], choices_of(entry))
    try:
        return kind(**{entry.name: values[name] for name, entry in fields_of(kind).items() if name in values})
    except ValueError as error:
        raise ParameterError(str(error)) from error


def _allowed(name: str, value: Any, choices: tuple[str, ...]) -> None:
    if choices and value not in choices:
        allowed = " | ".join(choices)
        raise ParameterError(f"参数 {name} = {value}，应为 / {name} = {value} must be one of: {allowed}")


def choices_of(entry: dataclasses.Field[Any]) -> tuple[str, ...]:
    """The values that a standard gives a parameter to choose from."""
    if entry.metadata["choices"]:
        module, function = entry.metadata["choices"].split(":")
        found: tuple[str, ...] = getattr(importlib.import_module(f"xueheng.standards.{module}"), function)()
        return found
    return ()


def fields_of(kind: type) -> dict[str, dataclasses.Field[Any]]:
    """The parameters by the names that users write ('pass_' is written pass)."""
    return {f.name.rstrip("_"): f for f in dataclasses.fields(kind)}


def is_required(entry: dataclasses.Field[Any]) -> bool:
    """True when the parameter has no default."""
    return entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING


def standard_value(reference: str) -> Any:
    """The value in force of a standard, `module:function:name`, e.g. `cutoffs:cutoff:pass`."""
    module, function, name = reference.split(":")
    return getattr(importlib.import_module(f"xueheng.standards.{module}"), function)(name)


def form_of(kind: type, name: str) -> str:
    """How the text of a parameter is written, when its type alone does not say: `lines`, `one_or_map`."""
    return str(fields_of(kind)[name].metadata["form"])


def _known(name: str, hints: Mapping[str, Any]) -> str:
    if name in hints:
        return name
    near = difflib.get_close_matches(name, hints, n=1)
    hint = f"{near[0]}?" if near else ", ".join(hints)
    raise ParameterError(f"没有参数 {name}；可用 / no parameter {name!r}; known: {hint}")


def _bare(hint: Any) -> Any:
    """The type inside an optional one."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(k for k in get_args(hint) if k is not type(None))
    return hint


def _from_texts(name: str, texts: list[str], hint: Any, form: str) -> Any:
    kind = _bare(hint)
    if form == "json":
        return tuple(part for text in texts for part in json_list(name, text))
    if form == "repeated":
        return tuple(line for text in texts for line in text.splitlines() if line)
    if len(texts) > 1:
        raise ParameterError(f"参数 {name} 只能给一次 / the parameter {name} is given more than once")
    text = texts[0]
    origin = get_origin(kind)
    if origin is tuple:
        return tuple(_scalar(name, part, get_args(kind)[0]) for part in text.split(",") if part)
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        return _map(name, text, get_args(kind)[1], form)
    return _scalar(name, text, kind)


def json_list(name: str, given: Any) -> list[Any]:
    """The objects and words of a JSON list, or of a text that sets them apart by semicolons or lines."""
    if isinstance(given, str) and not given.lstrip().startswith("["):
        return [part.strip() for part in re.split(r"[;\uff1b\n]", given) if part.strip()]
    try:
        found = json.loads(given, parse_float=str) if isinstance(given, str) else given
    except ValueError as error:
        raise ParameterError(f"参数 {name}：不是 JSON / {name} is no JSON: {error}") from error
    if not isinstance(found, list) or not all(isinstance(one, dict | str) for one in found):
        raise ParameterError(f"参数 {name} 应为 JSON 列表 / {name} must be a JSON list")
    return found


def _map(name: str, text: str, kind: Any, form: str) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for part in filter(None, text.split(",")):
        key, colon, value = part.rpartition(":")
        if not colon and form in UNNAMED:
            key = value if form == "lines" else OTHERS
        if not key:
            raise ParameterError(f"参数 {name}：“{part}”应写成 名称:数值 / write {name} as name:value,...")
        if key in pairs:
            raise ParameterError(f"参数 {name}：“{key}”写了两次 / {name}: {key!r} stands twice")
        pairs[key] = _scalar(name, value, kind)
    return pairs


def _scalar(name: str, text: str, kind: Any) -> Any:
    if get_origin(kind) is Literal:
        if text not in get_args(kind):
            allowed = " | ".join(get_args(kind))
            raise ParameterError(f"参数 {name} = {text}，应为 / {name} = {text} must be one of: {allowed}")
        return text
    if kind is bool:
        if text not in ("true", "false"):
            raise ParameterError(f"参数 {name} = {text}，应为 / {name} = {text} must be one of: true | false")
        return text == "true"
    if kind is str:
        return text
    try:
        value = kind(text)
    except (ValueError, InvalidOperation) as error:
        raise ParameterError(f"参数 {name} = {text}，不是数 / {name} = {text} is not a number") from error
    if isinstance(value, Decimal) and not value.is_finite():
        raise ParameterError(f"参数 {name} = {text}，不是数 / {name} = {text} is not a number")
    return value


def _from_json(name: str, value: Any, hint: Any, form: str) -> Any:
    kind = _bare(hint)
    if form == "json":
        return tuple(json_list(name, value))
    origin = get_origin(kind)
    if origin is tuple:
        items = value if isinstance(value, list) else [value]
        return tuple(_scalar_json(name, item, get_args(kind)[0]) for item in items)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if isinstance(value, list) and form in UNNAMED:
            return _map(name, ",".join(map(str, value)), get_args(kind)[1], form)
        if form == "one_or_map" and not isinstance(value, dict):
            return _map(name, str(value), get_args(kind)[1], form)
        if not isinstance(value, dict):
            raise ParameterError(f"参数 {name} 应为 JSON 对象 / {name} must be a JSON object")
        return {key: _scalar_json(name, item, get_args(kind)[1]) for key, item in value.items()}
    return _scalar_json(name, value, kind)


def _scalar_json(name: str, value: Any, kind: Any) -> Any:
    if value is None or isinstance(value, dict | list):
        raise ParameterError(f"参数 {name} 应为单个值 / {name} must hold single values")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _scalar(name, text, kind)


def params_json(params: Any) -> dict[str, Any]:
    """The parameters with JSON types, as a `--params` file may hold them."""
    named = fields_of(type(params)).items()
    return {name: plain_json(getattr(params, entry.name)) for name, entry in named}


def plain_json(value: Any) -> Any:
    """A value with JSON types: exact decimals as numbers, tuples as lists."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {key: plain_json(item) for key, item in value.items()}
    return [plain_json(item) for item in value] if isinstance(value, tuple | list) else value
