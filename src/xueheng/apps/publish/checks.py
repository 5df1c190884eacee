"""对账: what is shown is what was sealed, file by file and figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from xueheng import __version__
from xueheng.apps.audit.health import Finding, health
from xueheng.apps.publish import files
from xueheng.apps.publish.making import around, project
from xueheng.apps.publish.models import Publication
from xueheng.apps.runs.checks import wrong_files
from xueheng.apps.runs.store import BUNDLE, PUBLIC_BUNDLE, folder
from xueheng.methods.run import digest
from xueheng.standards.words import Words


@dataclass(frozen=True)
class Difference:
    """不符: a file of a publication that is not what was approved, or not what the sealed outcome says."""

    publication: UUID
    file: str
    why: str  # missing, changed, other


def altered() -> list[Difference]:
    """不符 of every publication that somebody can read, against its approval and the sealed outcome."""
    live = Publication.objects.filter(state__in=("published", "superseded")).select_related("run__org")
    return [d for publication in live.order_by("asked_at") for d in differences(publication)]


def differences(publication: Publication) -> list[Difference]:
    """不符 of one publication: its files by hash, then its figures made again from the sealed outcome."""
    return broken(publication) or list(_other_than_sealed(publication))


def broken(publication: Publication) -> list[Difference]:
    """不符 of the files with what was approved."""
    place = files.folder(publication.pk)
    if not _is(place / files.MANIFEST, publication.sha256):
        return [Difference(publication.pk, files.MANIFEST, "changed")]
    named = files.manifest(publication.pk)["files"]
    return [
        Difference(publication.pk, name, "changed" if (place / name).is_file() else "missing")
        for name, hash_ in named.items()
        if not _is(place / name, hash_)
    ]


def _other_than_sealed(publication: Publication) -> Iterator[Difference]:
    run, said = publication.run, files.manifest(publication.pk)
    if (said["result_sha256"], said["bundle_sha256"]) != (run.result_sha256, run.bundle_sha256):
        yield Difference(publication.pk, files.MANIFEST, "other")
    bundles = ((BUNDLE, run.bundle_sha256), (PUBLIC_BUNDLE, said["public_bundle_sha256"]))
    wrong = {name for name, hash_ in bundles if hash_ and not _is(folder(run) / name, hash_)}
    if wrong := wrong.union(wrong_files(run)):  # no figures can be made again of these
        yield from (Difference(publication.pk, name, "changed") for name in sorted(wrong))
        return
    surroundings = around(run, publication.audience, before=publication.asked_at)
    made = project(run, publication.audience, surroundings=surroundings, title=publication.title)
    held = files.members(made, surroundings)
    same_engine = said["engine"] == __version__
    for name, hash_ in said["files"].items():
        is_figures = name.endswith(".csv") or name == files.RELEASED
        if (same_engine or is_figures) and sha256(held.get(name, b"")).hexdigest() != hash_:
            yield Difference(publication.pk, name, "other")


def _is(path: Path, hash_: str) -> bool:
    return path.is_file() and digest(path) == hash_


@health("publish")
def published_as_sealed() -> Iterable[Finding]:
    """What is shown differs from what was sealed."""
    for found in altered():
        place = f"{found.publication}/{found.file}"
        yield Finding(
            "PUBLISHED_ALTERED",
            Words(
                f"公布的文件与封存的结果不符：{place}。请先撤下，再查原因。",
                f"A published file differs from the sealed result: {place}. Take it down, then look why.",
            ),
        )
