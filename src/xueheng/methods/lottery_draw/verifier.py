"""核对派位结果 / check a draw: python3 verifier.py FOLDER_OR_ZIP [ID]. Python 3.10, nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Units = dict[str, list[Row]]
SHOWN = ("position", "id", "ticket", "admitted", "class")


def rot(x: int, n: int) -> int:
    """32 bits turned to the left."""
    return ((x << n % 32) | (x >> (32 - n % 32))) & 0xFFFFFFFF


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905-2016), where hashlib has none."""
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    message = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(message), 64):
        w = [int.from_bytes(message[start + 4 * i : start + 4 * i + 4], "big") for i in range(16)]
        for i in range(16, 68):
            x = w[i - 16] ^ w[i - 9] ^ rot(w[i - 3], 15)
            w.append(x ^ rot(x, 15) ^ rot(x, 23) ^ rot(w[i - 13], 7) ^ w[i - 6])
        a, b, c, d, e, f, g, h = v
        for i in range(64):
            t = rot(a, 12)
            s = rot((t + e + rot(0x79CC4519 if i < 16 else 0x7A879D8A, i)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if i < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if i < 16 else (e & f) | (~e & g)
            p, q = (ff + d + (s ^ t) + (w[i] ^ w[i + 4])) & 0xFFFFFFFF, (gg + h + s + w[i]) & 0xFFFFFFFF
            a, b, c, d, e, f, g, h = p, a, rot(b, 9), c, q ^ rot(q, 9) ^ rot(q, 17), e, rot(f, 19), g
        v = [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h), strict=True)]
    return "".join(f"{x:08x}" for x in v)


def digest(algorithm: str, *lines: str) -> str:
    """The hash of lines, each ended by a line feed, in UTF-8."""
    data = "".join(line + "\n" for line in lines).encode("utf-8")
    try:
        return hashlib.new(algorithm, data).hexdigest()
    except ValueError:  # listed or not, this machine's OpenSSL has no SM3
        return sm3(data)


def numbers(params: Row, pool: int) -> list[int]:
    """The numbers of the pool in the order drawn, by RFC 3797 or round a circle."""
    left, drawn, at, key = list(range(1, pool + 1)), [], (params["start"] or 1) - 1, ""
    for text in params["sources"]:
        values = [int(x) for x in text.replace("ordered:", "").split(",")]
        key += "".join(f"{x}." for x in (values if text[0] == "o" else sorted(values))) + "/"
    for turn in range(pool):
        if params["procedure"] == "rfc3797":
            sign = turn.to_bytes(2, "big")
            hashed = hashlib.md5(sign + key.encode() + sign, usedforsecurity=False)
            at = int(hashed.hexdigest(), 16) % len(left)
        drawn.append(left.pop(at))
        at = (at + (params["interval"] or 1) - 1) % len(left) if left else 0
    return drawn


def tickets(params: Row, units: Units, steps: Row) -> dict[str, str]:
    """The ticket of each unit; the commitments and the seed are added to the steps."""
    if params["procedure"] != "xhl1":
        order = list(units)
        drawn = enumerate(numbers(params, len(order)), 1)
        return {order[n - 1]: str(turn).zfill(len(str(len(order)))) for turn, n in drawn}
    alg, event, public = params["hash"], params["event"], params["public"] or "REHEARSAL"
    said = dict(text.split(":", 1) for text in params["secret"])
    first = [text.split(":", 1)[0] for text in params["commitments"]]
    said = {name: said[name] for name in [*first, *said] if name in said}
    for name, text in said.items():
        steps["commitment " + name] = digest(alg, "XHL-1/commit", event, name, text)
    pairs = [f"{name}:{text}" for name, text in said.items()]
    steps["seed"] = digest(alg, "XHL-1/seed", alg, event, steps["roll_hash"], public, *pairs)
    return {unit: digest(alg, "XHL-1/ticket", steps["seed"], params["scope"], unit) for unit in units}


def seated(params: Row, units: Units, ticket: dict[str, str]) -> list[Row]:
    """The rows in order of the draw, with who has a seat."""
    rows: list[Row] = []
    select = params["select"]
    left = float("inf") if params["seats"] is None else params["seats"]
    is_open = params["seats"] is None and select is None
    for turn, unit in enumerate(sorted(units, key=lambda name: (ticket[name], name.encode()))):
        asked = sum(int(row["size"]) for row in units[unit])
        fits = asked <= left or (params["last_unit"] == "expand" and left > 0)
        for row in units[unit]:
            fits = int(row["size"]) <= left if params["last_unit"] == "split" else fits
            seat = fits and (select is None or turn < select)
            left -= int(row["size"]) if seat else 0
            shown = "" if is_open else str(seat).lower()
            new = {"position": len(rows) + 1, "ticket": ticket[unit], "admitted": shown, "class": ""}
            rows.append({**row, **new, "unit": unit, "seat": seat})
    return rows


def classed(params: Row, rows: list[Row], seed: str) -> None:
    """The class of every row that has a seat: units by a second ticket, each into the smallest class."""
    size: dict[str, int] = {}
    for row in rows:
        if row["seat"]:
            size[row["unit"]] = size.get(row["unit"], 0) + int(row["size"])
    scope, held, into = params["scope"] + "/class", [0] * params["classes"], {}
    second = [(digest(params["hash"], "XHL-1/ticket", seed, scope, unit), unit.encode()) for unit in size]
    for _, name in sorted(second):
        unit = name.decode()
        into[unit] = held.index(min(held))
        held[into[unit]] += size[unit]
    for row in rows:
        row["class"] = str(into[row["unit"]] + 1) if row["seat"] else ""


def recomputed(params: Row, listing: list[Row]) -> tuple[Row, list[Row]]:
    """The draw again: steps by name, and the rows; `listing` holds number, id, together and size."""
    units: Units = {}
    for row in (listing := sorted(listing, key=lambda row: int(row["number"]))):
        units.setdefault(row["together"] or row["id"], []).append(row)
    units = {unit: sorted(held, key=lambda row: row["id"].encode()) for unit, held in units.items()}
    ids = sorted((row["id"] for row in listing), key=str.encode)
    full = [f"{r['number']}\t{r['id']}\t{r['together'] or ''}\t{r['size']}" for r in listing]
    steps = {"roll_hash": digest(params["hash"], *ids), "listing_hash": digest(params["hash"], *full)}
    rows = seated(params, units, tickets(params, units, steps))
    if params["classes"]:
        classed(params, rows, steps["seed"])
    return steps, rows


def opened(place: str) -> tuple[Row, list[Row]]:
    """What was announced, and the rows that were published."""
    if Path(place).is_dir():
        held = {path.name: path.read_bytes() for path in Path(place).rglob("*") if path.is_file()}
    else:
        with zipfile.ZipFile(place) as bundle:
            held = {name.split("/")[-1]: bundle.read(name) for name in bundle.namelist()}
    text = io.StringIO(held["order.csv"].decode("utf-8-sig"), newline="")
    return json.loads(held["draw.json"]), list(csv.DictReader(text))


def main(place: str, wanted: str = "") -> bool:
    """Print each step and whether it holds; true when all do."""
    said, published = opened(place)
    params, figures = said["params"], said["figures"]
    steps, rows = recomputed(params, published)
    known = {f"commitment {name}": value for name, value in figures["commitments"].items()}
    told = dict(f"commitment {text}".split(":", 1) for text in params["commitments"] if params["secret"])
    told |= {name: params[name] for name in ("roll_hash", "listing_hash") if params[name]}
    known |= figures
    checks = [(name, known[name] == new == str(told.get(name, new)).lower()) for name, new in steps.items()]
    checks += [(name, False) for name in told if name not in steps]
    again = [[str(row[c]) for c in SHOWN] for row in rows]
    checks.append(("order.csv", again == [[row[c] for c in SHOWN] for row in published]))
    for name, holds in checks:
        print("相符 OK" if holds else "不符 DIFFERS", name, steps.get(name, len(rows)))
    if params.get("rehearsal") or (params["procedure"] == "xhl1" and not params["public"]):
        print("演练，不是派位结果 / a rehearsal, not a draw")
    for found in (row for row in again if row[1] == wanted):
        print(*SHOWN, *found)
    return all(holds for _, holds in checks)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(0 if main(*sys.argv[1:3]) else 1)
