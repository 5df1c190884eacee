"""What an answer says, whatever it is packed in; and what must not be told apart."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile, is_zipfile

import pyarrow.parquet as pq

LENGTH = "Content-Length"
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
CHANGING = re.compile(
    r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"|<dcterms:created.*?</dcterms:modified>'
    r'|Expires: .*? GMT|<script id="passkey-options".*?</script>|data:image/svg[^"]*|class="hash">[A-Z2-7]*'
    r'|class="[^"]*secret[^"]*">[^<]*|<dd><code>[^<]*'
)


def body_of(answer: Any) -> bytes:
    """The bytes that an answer sends."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def said(answer: Any, body: bytes) -> str:
    """Everything that an answer tells: its headers, and its body opened."""
    heads = " ".join(f"{name}: {value}" for name, value in answer.headers.items() if name != LENGTH)
    return f"{unquote(heads)}\n{_opened(body)}"


def plain(text: str, *ids: Any) -> str:
    """The text without what differs from one answer to the next, and without these ids."""
    text = CHANGING.sub("", unquote(text))
    for one in sorted(map(str, ids), key=len, reverse=True):
        text = text.replace(one, "#")
    return text


def _opened(body: bytes) -> str:
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            return "\n".join(f"{name}\n{_opened(archive.read(name))}" for name in archive.namelist())
    if body[:4] == b"PAR1":
        return str(pq.read_table(BytesIO(body)).to_pylist())
    text = unescape(unquote(body.decode("utf-8", "replace")))
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
