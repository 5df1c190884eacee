"""`xueheng verify`: is a bundle intact, who signed it, does it come out the same again."""

from __future__ import annotations

import argparse
import json

from xueheng.cli.main import UsageError, said
from xueheng.methods.registry import method
from xueheng.methods.signature import KeyProblem, load_public
from xueheng.methods.verify import Verification, verify

SIGNATURES = {
    "none": "unsigned",
    "missing": "unsigned",
    "unknown signer": "signer_unknown",
    "other signer": "signer_other",
    "valid": "signed_by",
    "wrong": "signature_wrong",
}


def main(options: argparse.Namespace) -> int:
    """Verify and say which checks could be made; 0 only when intact and recomputed."""
    if not options.bundle.is_file():
        raise UsageError(said("no_bundle", options.lang, path=options.bundle))
    try:
        key = load_public(options.key) if options.key else None
    except KeyProblem as error:
        raise UsageError(str(error)) from error
    found = verify(options.bundle, public_key=key)
    if options.json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        _tell(found, options.lang)
    return 0 if found.holds else 1


def _tell(found: Verification, lang: str) -> None:
    print(said("intact" if found.intact else "not_intact", lang))
    print(said(SIGNATURES[found.signature], lang, by=found.signed_by))
    if found.intact:
        outcome = {True: "recomputed", False: "not_recomputed", None: "cannot_recompute"}[found.recomputed]
        is_plan = found.recomputed and method(found.method or "").reproduces == "certified"
        print(said("certificate_holds" if is_plan else outcome, lang, method=found.method))
    if found.checked:
        print(said("independently_checked", lang))
    for difference in found.differences:
        print(f"  {difference}")
