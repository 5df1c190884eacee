"""核验: is a bundle as it was sealed, who signed it, and does the method give the same outcome again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueheng.methods import certificate
from xueheng.methods.archive import sha256, unpacked
from xueheng.methods.compare import close_differences
from xueheng.methods.outcome import csv_bytes, json_value
from xueheng.methods.params import ParameterError, parse_params
from xueheng.methods.receipt import FORMAT, checker_of, json_bytes
from xueheng.methods.registry import UnknownMethod, method
from xueheng.methods.run import Run, input_tables, run_method
from xueheng.methods.signature import claimed_key, fingerprint, is_signed
from xueheng.tables.issues import Refused
from xueheng.tables.schema import Synonyms

SHAPE = {"method": str, "kind": str, "params": dict, "answers": dict, "members": dict, "withheld": dict}


@dataclass(frozen=True)
class Verification:
    """What was checked and found; `recomputed` is None when the bundle does not hold what it takes."""

    intact: bool
    signed_by: str | None
    recomputed: bool | None
    differences: tuple[str, ...]
    signature: str  # none, missing, unknown signer, other signer, valid, wrong
    method: str | None = None
    kind: str | None = None
    checked: bool = False  # by a checker of the method's own, which shares no code with its mechanisms

    @property
    def holds(self) -> bool:
        """True when it is intact, comes out again, and is signed by the key that was given, if any."""
        return self.intact and bool(self.recomputed) and self.signature not in ("missing", "other signer")

    def as_json(self) -> dict[str, Any]:
        """The verification as `formats.md` fixes it, and which checks could be made."""
        return {
            "intact": self.intact,
            "signed_by": self.signed_by,
            "recomputed": self.recomputed,
            "differences": list(self.differences),
            "signature": self.signature,
            "method": self.method,
            "kind": self.kind,
            "independently_checked": self.checked,
        }


def verify(path: Path, *, public_key: bytes | None) -> Verification:
    """Check members, seal and signature, then carry the method out again and compare as it declares."""
    members, problems = unpacked(path)
    manifest = _manifest(members, problems)
    if manifest is None:
        return Verification(False, None, False, tuple(problems), "none")
    problems += _member_problems(members, manifest)
    signature, signed_by = _signature(members, public_key)
    if signature == "wrong":
        problems.append("signature.json：签名与清单不符 / the signature does not fit the manifest")
    intact = not problems
    recomputed, differences = _recomputed(members, manifest) if intact else (False, [])
    found = (*problems, *differences)
    named, is_checked = (
        manifest.get("method"),
        recomputed is True and checker_of(method(manifest["method"])) is not None,
    )
    return Verification(
        intact, signed_by, recomputed, found, signature, named, manifest.get("kind"), checked=is_checked
    )


def _manifest(members: Mapping[str, bytes], problems: list[str]) -> dict[str, Any] | None:
    try:
        manifest = json.loads(members["manifest.json"])
        if manifest["format"] == FORMAT and all(isinstance(manifest[k], t) for k, t in SHAPE.items()):
            return dict(manifest)
    except (KeyError, TypeError, ValueError):
        pass
    problems.append("manifest.json：缺失或无法识别 / missing or not known")
    return None


def _member_problems(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> list[str]:
    wanted = manifest["members"]
    problems = [f"{name}：缺失 / missing" for name in wanted if name not in members]
    known = {*wanted, "manifest.json", "signature.json"}
    problems += [f"{name}：不在清单中 / not in the manifest" for name in members if name not in known]
    for name, digest in wanted.items():
        if name in members and sha256(members[name]) != digest:
            problems.append(f"{name}：与清单不符 / differs from the manifest")
    if manifest["kind"] == "full" and manifest["withheld"]:
        problems.append("manifest.json：全包不应隐去内容 / a full bundle withholds nothing")
    return problems


def _signature(members: Mapping[str, bytes], public_key: bytes | None) -> tuple[str, str | None]:
    """How the signature stands, and who signed where a given key tells."""
    if "signature.json" not in members:
        return ("none" if public_key is None else "missing"), None
    try:
        record = json.loads(members["signature.json"])
    except ValueError:
        return "wrong", None
    key = claimed_key(record)
    if key is None or not is_signed(members["manifest.json"], record, public=key):
        return "wrong", None
    if public_key is None:
        return "unknown signer", None
    return ("valid", fingerprint(key)) if key == public_key else ("other signer", None)


def _recomputed(members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> tuple[bool | None, list[str]]:
    if any(name.startswith("inputs/") for name in manifest["withheld"]):
        return None, []
    with tempfile.TemporaryDirectory() as folder:
        try:
            if method(manifest["method"]).reproduces == "certified":
                found = _certified(members, manifest, Path(folder))
                return not found, found
            run = _again(members, manifest, Path(folder))
        except (Refused, ParameterError, UnknownMethod, KeyError) as error:
            return False, [f"重算失败 / could not be recomputed: {error}"]
        differences = [*_compared(run, members, manifest), *_checked(run)]
    return not differences, differences


def _checked(run: Run) -> list[str]:
    """What the method's own checker finds in the tables alone."""
    checker = checker_of(run.method)
    if checker is None:
        return []
    said = {issue.value or "" for issue in run.outcome.issues if issue.code == checker.EXCUSES}
    excused = frozenset(name for value in said for name in value.split("、"))
    found = checker.check(input_tables(run), run.params, run.outcome.tables, excused=excused)
    return [f"独立核对 / independent check: {said}" for said in found]


def _certified(members: Mapping[str, bytes], manifest: Mapping[str, Any], folder: Path) -> list[str]:
    """What is wrong with a sealed plan, held against its inputs."""
    declared, files = method(manifest["method"]), _laid_out(members, folder)
    synonyms = _synonyms(manifest.get("synonyms", {}))
    return certificate.differences(declared, files, members, manifest=manifest, synonyms=synonyms)


def _laid_out(members: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """The inputs of a bundle as files by name."""
    files = {}
    for name, data in members.items():
        if name.startswith("inputs/"):
            file = folder / Path(name).name
            file.write_bytes(data)
            files[file.name.partition(".")[0]] = file
    return files


def _again(members: Mapping[str, bytes], manifest: Mapping[str, Any], folder: Path) -> Run:
    declared, files = method(manifest["method"]), _laid_out(members, folder)
    params = parse_params(declared.params, [], document=manifest["params"])
    synonyms = _synonyms(manifest.get("synonyms", {}))
    return run_method(declared, files, params=params, answers=manifest["answers"], synonyms=synonyms)


def _synonyms(said: Any) -> dict[str, Synonyms]:
    """The headings that the bureau had added when the run was made."""
    try:
        return {
            table: {column: tuple(map(str, headings)) for column, headings in columns.items()}
            for table, columns in said.items()
        }
    except (AttributeError, TypeError) as error:
        raise ParameterError("manifest.json：synonyms") from error


def _compared(run: Run, members: Mapping[str, bytes], manifest: Mapping[str, Any]) -> list[str]:
    again = {f"outcome/{name}.csv": csv_bytes(table) for name, table in run.outcome.tables.items()}
    again["outcome/figures.json"] = json_bytes(json_value(run.outcome.figures))
    sealed = {name: data for name, data in members.items() if name.startswith("outcome/")}
    differences = [f"{name}：重算没有这张表 / not made again" for name in sealed if name not in again]
    for name, data in again.items():
        if name not in sealed and name not in manifest["withheld"]:
            differences.append(f"{name}：存证中没有 / not in the bundle")
        elif run.method.reproduces == "exact":
            wanted = sha256(sealed[name]) if name in sealed else manifest["withheld"][name]
            differences += (
                [] if sha256(data) == wanted else [f"{name}：重算结果不同 / recomputed differently"]
            )
        elif name in sealed:
            differences += close_differences(name, sealed[name], data, tolerance=run.method.tolerance)
    return differences
