"""A tiny identity provider on loopback: it believes whoever the test says is there."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SECRET = "a secret of the bureau, long enough for HMAC"
CLIENT = "xueheng"


@dataclass
class Provider:
    """Where it listens, who is there, what it handed out."""

    issuer: str = ""
    person: dict[str, str] = field(default_factory=lambda: {"sub": "u-1"})
    audience: str = CLIENT
    elsewhere: str = ""  # where the end of the tokens has moved to
    codes: dict[str, str] = field(default_factory=dict)  # code -> challenge

    def document(self) -> dict[str, Any]:
        """What it says of itself."""
        ends = {name: f"{self.issuer}/{name}" for name in ("authorize", "token", "userinfo", "jwks")}
        return {
            "issuer": self.issuer,
            "authorization_endpoint": ends["authorize"],
            "token_endpoint": ends["token"],
            "userinfo_endpoint": ends["userinfo"],
            "jwks_uri": ends["jwks"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def agreed(self, address: str) -> str:
        """The owner agreed at that address: where the browser goes back to."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked["code_challenge"]
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?code={code}&state={asked['state']}"

    def token(self, told: dict[str, list[str]]) -> dict[str, Any] | None:
        """Tokens for a code with its verifier and the client's secret; nothing for anything else."""
        verifier = hashlib.sha256(told["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if self.codes.pop(told["code"][0], None) != challenge or told["client_secret"] != [SECRET]:
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60, **self.person}
        return {"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(said, SECRET, "HS256")}


@contextmanager
def serving() -> Iterator[Provider]:
    """The provider, on a free port of this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(provider.document() if "openid-configuration" in self.path else provider.person)

        def do_POST(self) -> None:
            if provider.elsewhere:
                self.send_response(307)
                self.send_header("Location", provider.elsewhere)
                self.end_headers()
                return
            self._say(provider.token(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())))

        def _say(self, said: Any) -> None:
            self.send_response(200 if said else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said or {"error": "invalid_grant"}).encode())

        def log_message(self, *_said: Any) -> None:
            """Nothing is said aloud."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()
