"""存证: the receipt bundle of a run: frozen inputs, outcome, manifest, signature; full and public."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from xueheng.methods.archive import Member, sealed, sha256
from xueheng.methods.declare import Method
from xueheng.methods.outcome import csv_parts, json_value
from xueheng.methods.params import params_json
from xueheng.methods.run import Run, digest
from xueheng.methods.signature import KeyFile, sign
from xueheng.standards.words import catalogue, plain
from xueheng.tables.files.raw import sheet_names
from xueheng.tables.issues import Refused, finding
from xueheng.tables.schema import schema

FORMAT = "xhb/1"
WORDS = catalogue("xueheng.methods")
PLAIN = ("csv", "txt", "json")  # a workbook may carry names of persons beside its cells
OURS = b"xueheng"  # the one note that a Dataset's Parquet file carries


def write_bundles(
    run: Run,
    path: Path,
    *,
    key: KeyFile | None,
    approvals: tuple[Mapping[str, Any], ...] = (),
    audit_head: str | None = None,
) -> tuple[Path, Path]:
    """Write the full bundle to `path` and the public one beside it (`name.public.xhb.zip`)."""
    standing = {"approvals": [dict(said) for said in approvals], "audit_head": audit_head}
    public = path.with_name(public_name(path.name))
    with tempfile.TemporaryDirectory() as folder:
        full = _members(run, Path(folder))
        _write_whole(path, _packed(full, run, key, kind="full", withheld={}, standing=standing))
        shown = {name: data for name, data in full.items() if is_public(run, name)}
        withheld = {name: sha256(data) for name, data in full.items() if name not in shown}
        _write_whole(public, _packed(shown, run, key, kind="public", withheld=withheld, standing=standing))
    return path, public


def _write_whole(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f".writing-{path.name}")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def public_name(name: str) -> str:
    """The name of the public bundle that stands beside a full one."""
    for suffix in (".xhb.zip", ".zip"):
        if name.endswith(suffix):
            return name.removesuffix(suffix) + ".public" + suffix
    return name + ".public"


def is_public(run: Run, member: str) -> bool:
    """True when a member holds neither scores nor persons."""
    folder, _, file = member.partition("/")
    if folder == "outcome":
        table = file.removesuffix(".csv")
        return file != "figures.json" and run.method.table(table).public
    return folder != "inputs" or _is_public_input(run, file)


def _is_public_input(run: Run, file: str) -> bool:
    """True when the file is plain text whose every column the schema calls public."""
    name, _, suffix = file.partition(".")
    found = run.inputs[name]
    if not found.is_open:
        return False
    if suffix == "parquet":
        return found.is_bare and _says_no_more(found.path)
    return suffix in PLAIN and found.is_bare and len(sheet_names(found.path)) <= 1


def _says_no_more(path: Path) -> bool:
    """True when a Parquet file carries no note of others, and ours repeats no cell that was corrected."""
    notes = pq.read_schema(path).metadata or {}
    return set(notes) <= {OURS} and not json.loads(notes.get(OURS, b"{}")).get("corrections")


def _members(run: Run, folder: Path) -> dict[str, Member]:
    """Inputs as they stand, tables as CSV files in the folder."""
    members: dict[str, Member] = {}
    for name, file in run.inputs.items():
        if digest(file.path) != file.sha256:
            issue = finding("INPUT_CHANGED", "error", package="xueheng.methods", value=file.path.name)
            raise Refused([issue])
        members[f"inputs/{name}{file.path.suffix.lower()}"] = file.path.read_bytes()
    for name, table in run.outcome.tables.items():
        member = members[f"outcome/{name}.csv"] = folder / f"{name}.csv"
        with member.open("wb") as target:
            target.writelines(csv_parts(table))
    members["outcome/figures.json"] = json_bytes(json_value(run.outcome.figures))
    return members


def _packed(
    members: Mapping[str, Member],
    run: Run,
    key: KeyFile | None,
    *,
    kind: str,
    withheld: Mapping[str, str],
    standing: Mapping[str, Any],
) -> bytes:
    """The zip's bytes: members in order, the manifest over them, and the signature over the manifest."""
    held = dict(members) | {"verify.txt": _how_to_check(run)} | files_beside(run)
    manifest = json_bytes(_manifest(run, held, kind=kind, withheld=withheld) | dict(standing))
    held["manifest.json"] = manifest
    if key is not None:
        held["signature.json"] = json_bytes(sign(manifest, key))
    return sealed(held)


def files_beside(run: Run) -> dict[str, bytes]:
    """What a method hands out with its outcome, by file name: tools with which others check it."""
    if not run.method.beside:
        return {}
    module, name = run.method.beside.split(":")
    made: dict[str, bytes] = getattr(importlib.import_module(module), name)(run)
    return made


def _manifest(
    run: Run, members: Mapping[str, Member], *, kind: str, withheld: Mapping[str, str]
) -> dict[str, Any]:
    method = run.method
    return {
        "format": FORMAT,
        "kind": kind,
        "method": method.name,
        "version": method.version,
        "engine": f"xueheng {run.version}",
        "reproduces": method.reproduces,
        "tolerance": None if method.reproduces == "exact" else method.tolerance,
        "params": params_json(run.params),
        "seed": getattr(run.params, "seed", None),
        "answers": dict(run.answers),
        "synonyms": {table: dict(added) for table, added in run.synonyms.items()},
        "exam": run.exam if kind == "full" else _public_exam(run),
        "rules": [asdict(rule) for rule in run.outcome.rules],
        "inputs": {name: {"rows": f.rows, "sha256": f.sha256} for name, f in run.inputs.items()},
        "members": {name: sha256(data) for name, data in sorted(members.items())},
        "withheld": dict(sorted(withheld.items())),
    }


def _public_exam(run: Run) -> dict[str, Any] | None:
    """The declared exam without the persons who answer for an exception."""
    if run.exam is None:
        return None
    columns = schema("exam").columns
    return {c.name: run.exam[c.name] for c in columns if c.sensitivity == "public" and c.name in run.exam}


def _how_to_check(run: Run) -> bytes:
    words = WORDS["HOW_TO_CHECK"].fill(
        method=run.method.name,
        version=run.version,
        reproduces=run.method.reproduces,
        checker=plain("") if checker_of(run.method) is None else WORDS["HOW_TO_CHECK.independent"],
    )
    return f"{words.zh.rstrip()}\n\n{words.en.rstrip()}\n".encode()


def checker_of(method: Method) -> Any:
    """The checker that stands beside a method and shares no code with it, None where there is none."""
    module = f"{method.body.partition('.body:')[0]}.checker"
    return importlib.import_module(module) if importlib.util.find_spec(module) else None


def json_bytes(value: Any) -> bytes:
    """A value as JSON in one stable form."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
