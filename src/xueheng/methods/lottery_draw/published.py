"""公布: what is handed out with a draw, so that nobody needs us to check it."""

from __future__ import annotations

from importlib.resources import files as resources

from xueheng.methods.outcome import json_value
from xueheng.methods.params import params_json
from xueheng.methods.receipt import json_bytes
from xueheng.methods.run import Run

VERIFIERS = ("verifier.py", "verifier.html")


def files(run: Run) -> dict[str, bytes]:
    """The two verifiers, which share no code with us, and what was announced and drawn from."""
    held = {name: (resources(__package__) / name).read_bytes() for name in VERIFIERS}
    said = {"params": params_json(run.params), "figures": json_value(run.outcome.figures)}
    return held | {"draw.json": json_bytes(said)}
