"""A Hub on this machine: the part of its protocol that brnn uses, over HTTP, with faults on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

OWNER, READER = "hf_OwnerOwnerOwner", "hf_ReaderReader"
"""Tokens: of somebody who may write to user/… and read what is private there, and of somebody else."""
GITATTRIBUTES = {".gitattributes": b"*.h5 filter=lfs\n"}


@dataclass
class Repository:
    """Its commits, in order, each with all its files; branches and tags are names of commits.

    asked: with what it was created.
    """

    private: bool = False
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    revisions: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)

    def commit(self, files: dict[str, bytes], revision: str = "main") -> str:
        parts = [*map(str, self.commits), *(f"{name} {content!r}" for name, content in sorted(files.items()))]
        name = hashlib.sha1("\n".join(parts).encode()).hexdigest()
        self.commits[name] = files
        self.revisions[revision] = name
        return name

    def files(self, revision: str) -> tuple[str, dict[str, bytes]]:
        name = self.revisions.get(revision, revision)
        return name, self.commits[name]


@dataclass
class Fault:
    """What happens instead of an answer. asked: a pattern of "METHOD /path". times: how often; None: always.

    status: the error to answer with. cut: bytes of the body after which the connection ends. damage:
    whether a byte is changed. silent: whether nothing is said. body: what is said with status 200.
    """

    asked: str
    times: int | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    damage: bool = False
    silent: bool = False
    body: bytes | None = None


class Refused(Exception):
    """An error as the Hub answers it: status, code, message."""


class Hub(ThreadingHTTPServer):
    """The server. requests: what was asked, each "METHOD /path"; with_token: those that carried a token.

    repositories: by name; that of a Space starts with "spaces/".
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.storage_url = f"http://localhost:{self.server_port}"  # another host, as far as a client knows
        self.repositories: dict[str, Repository] = {}
        self.objects: dict[str, bytes] = {}
        self.faults: list[Fault] = []
        self.requests: list[str] = []
        self.with_token: list[str] = []
        self.agents: set[str] = set()
        self.ended = threading.Event()

    def add(self, name: str, files: dict[str, bytes], private: bool = False) -> Repository:
        found = self.repositories.setdefault(name, Repository(private))
        found.commit(files)
        return found

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that went away


@contextmanager
def running() -> Iterator[Hub]:
    """Serve until the block ends."""
    with Hub() as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            hub.ended.set()
            hub.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Hub

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = f"{self.command} {self.path}"
        self._fault = self._next_fault(asked)
        self.server.requests.append(asked)
        self.server.agents.add(self.headers.get("User-Agent", ""))
        if self.headers.get("Authorization"):
            self.server.with_token.append(asked)
        fault = self._fault
        if fault.silent:
            self.server.ended.wait()
            self.close_connection = True
        elif fault.status:
            # The Hub does not repeat tokens, but what stands between it and us might.
            said = f"said after {self.headers.get('Authorization')}"
            self._send(fault.status, json.dumps({"error": said}).encode(), fault.headers)
        elif fault.body is not None:
            self._send(200, fault.body, {"Content-Type": "text/html"})
        else:
            try:
                self._answer()
            except Refused as refused:
                status, code, message = refused.args
                headers = {"X-Error-Code": code} if code else {}
                self._send(
                    status, json.dumps({"error": message}).encode(), headers | {"X-Error-Message": message}
                )

    do_HEAD = do_POST = do_PUT = do_GET

    def _next_fault(self, asked: str) -> Fault:
        for fault in self.server.faults:
            if re.search(fault.asked, asked) and fault.times != 0:
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return Fault("")

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        for pattern, answer in _ROUTES.items():
            if found := re.fullmatch(pattern, f"{self.command} {path}"):
                return answer(self, **found.groupdict())
        raise Refused(404, "", f"no such page: {self.command} {path}")

    # Who may do what

    def _user(self) -> str | None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in ("", OWNER, READER):
            raise Refused(401, "", "Invalid credentials in Authorization header")
        return {OWNER: "user", READER: "reader"}.get(token)

    def _repository(self, name: str) -> Repository:
        found, user = self.server.repositories.get(name), self._user()
        if found is None or (found.private and user != "user"):
            raise Refused(404 if user else 401, "RepoNotFound", "Repository not found")
        return found

    def _writable(self, name: str) -> Repository:
        if self._user() is None:
            raise Refused(401, "", "Invalid username or password.")
        found = self._repository(name)
        if self._user() != "user":
            raise Refused(403, "", "You don't have the rights to write to this repository")
        return found

    def _files(self, name: str, revision: str) -> tuple[str, dict[str, bytes]]:
        try:
            return self._repository(name).files(revision)
        except KeyError:
            raise Refused(404, "RevisionNotFound", f"Invalid rev id: {revision}") from None

    # Reading

    def _model(self, name: str, revision: str | None = None) -> None:
        commit, files = self._files(name, revision or "main")
        siblings = [
            {"rfilename": path, "size": len(content), "blobId": _git(content)}
            for path, content in files.items()
        ]
        private = self.server.repositories[name].private
        self._json({"id": name, "modelId": name, "sha": commit, "private": private, "siblings": siblings})

    def _resolve(self, name: str, revision: str, path: str) -> None:
        commit, files = self._files(name, revision)
        if path not in files:
            raise Refused(404, "EntryNotFound", "Entry not found")
        content, headers = files[path], {"X-Repo-Commit": commit}
        if not _is_large(path):
            return self._content(content, headers | {"ETag": f'"{_git(content)}"'})
        oid = hashlib.sha256(content).hexdigest()
        self.server.objects[oid] = content
        linked = {"X-Linked-Size": str(len(content)), "X-Linked-ETag": f'"{oid}"'}
        return self._send(
            302, b"", {**headers, **linked, "Location": f"{self.server.storage_url}/storage/{oid}"}
        )

    def _stored(self, oid: str) -> None:
        self._content(self.server.objects[oid], {"ETag": f'"{oid}"'})

    # Writing

    def _create(self) -> None:
        asked = json.loads(self._body)
        if self._user() is None:
            raise Refused(401, "", "Invalid username or password.")
        kind = asked.get("type", "model")
        name = f"{'spaces/' if kind == 'space' else ''}{asked['organization']}/{asked['name']}"
        if self._user() != asked["organization"]:
            raise Refused(
                403, "", f"You don't have the rights to create a {kind} under {asked['organization']}"
            )
        if name in self.server.repositories:
            raise Refused(409, "", f"You already created this {kind} repo")
        self.server.add(name, GITATTRIBUTES, asked.get("visibility") == "private").asked = asked
        self._json({"url": f"{self.server.url}/{name}", "name": name, "id": "1"})

    def _branch(self, name: str, branch: str) -> None:
        found = self._writable(name)
        if branch in found.revisions:
            raise Refused(409, "", "Reference already exists")
        found.revisions[branch] = found.revisions["main"]
        self._json({})

    def _card(self) -> None:
        content = json.loads(self._body)["content"]
        if not content.startswith("---\n"):
            self._send(400, b'{"errors": [{"message": "no front matter"}], "warnings": []}')
        else:
            self._json({"errors": [], "warnings": []})

    def _modes(self, name: str, revision: str) -> None:
        self._writable(name)
        _, before = self._files(name, revision)
        self._json({
            "files": [
                {
                    "path": (path := file["path"]),
                    "uploadMode": "lfs" if _is_large(path) else "regular",
                    "shouldIgnore": False,
                    "oid": _name(path, before[path]) if path in before else None,
                }
                for file in json.loads(self._body)["files"]
            ]
        })  # fmt: skip

    def _batch(self, name: str) -> None:
        self._writable(name)
        objects = [
            {**wanted, "actions": {"upload": {"href": f"{self.server.storage_url}/storage/{wanted['oid']}"}}}
            for wanted in json.loads(self._body)["objects"]
        ]
        self._json({"transfer": "basic", "objects": objects})

    def _store(self, oid: str) -> None:
        assert hashlib.sha256(self._body).hexdigest() == oid
        self.server.objects[oid] = self._body
        self._send(200, b"")

    def _commit(self, name: str, revision: str) -> None:
        found = self._writable(name)
        files = dict(self._files(name, revision)[1])
        for line in map(json.loads, self._body.splitlines()):
            value = line["value"]
            if line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "lfsFile":
                files[value["path"]] = self.server.objects[value["oid"]]
            elif line["key"] == "deletedFile":
                del files[value["path"]]
        commit = found.commit(files, revision)
        self._json({"commitUrl": f"{self.server.url}/{name}/commit/{commit}", "commitOid": commit})

    # How it is said

    def _json(self, value: Any) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _content(self, content: bytes, headers: dict[str, str]) -> None:
        """A file, from the byte that is asked for."""
        first = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(first[1]) if first else 0
        if first:
            headers = headers | {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        if self._fault.damage:
            content = bytes([content[0] ^ 1]) + content[1:]
        self._send(206 if first else 200, content[start:], headers, start)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, start: int = 0) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            cut = self._fault.cut
            self.wfile.write(body if cut is None else body[: max(cut - start, 0)])
            self.close_connection |= cut is not None


def _is_large(path: str) -> bool:
    return path.endswith((".h5", ".npz"))


def _git(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _name(path: str, content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if _is_large(path) else _git(content)


_REPOSITORY = r"(?P<name>(?:spaces/)?[^/]+/[^/]+)"
_ROUTES = {
    rf"GET /api/(?:models/)?{_REPOSITORY}": _Handler._model,
    rf"GET /api/(?:models/)?{_REPOSITORY}/revision/(?P<revision>.+)": _Handler._model,
    rf"(GET|HEAD) /{_REPOSITORY}/resolve/(?P<revision>[^/]+)/(?P<path>.+)": _Handler._resolve,
    r"(GET|HEAD) /storage/(?P<oid>\w+)": _Handler._stored,
    r"POST /api/repos/create": _Handler._create,
    r"POST /api/validate-yaml": _Handler._card,
    rf"POST /api/(?:models/)?{_REPOSITORY}/branch/(?P<branch>.+)": _Handler._branch,
    rf"POST /api/(?:models/)?{_REPOSITORY}/preupload/(?P<revision>.+)": _Handler._modes,
    rf"POST /{_REPOSITORY}\.git/info/lfs/objects/batch": _Handler._batch,
    r"PUT /storage/(?P<oid>\w+)": _Handler._store,
    rf"POST /api/(?:models/)?{_REPOSITORY}/commit/(?P<revision>.+)": _Handler._commit,
}
