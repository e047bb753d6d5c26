"""An analysis as one HTML file that works offline: the page's own scripts, styles and answers.

It contains the scripts of `web/`, each as a `data:` URL in an import map, so it looks and works
like the page. Its content security policy forbids loading anything else.
"""

import base64
import hashlib
import html
import json
import posixpath
import re
from pathlib import Path, PurePosixPath
from typing import Any

from brnn.ui import texts
from brnn.ui.style import style

_SCRIPTS = Path(__file__).parent / "web"
_FIRST = "standalone.js"
_IMPORT = re.compile(r'\b(from\s*|import\s*\(?\s*)"(\.{1,2}/[\w/.-]+\.js)"')
_START = f'import {{ start }} from "brnn/{_FIRST}";\nstart();'
# What Gradio's own style sheet does for the page.
_RESET = (
    "*, ::before, ::after { box-sizing: border-box; border: 0 solid; } "
    "html { -webkit-text-size-adjust: 100%; } "
    "body { margin: 0; } button, select, input, textarea { font: inherit; }"
)


def standalone(given: dict[str, Any]) -> str:
    """Return the file. given: the data that `web/standalone.js` expects."""
    scripts = _import_map()
    head = f'<script type="importmap">{scripts}</script>\n'
    body = f"""
<div class="brnn standalone"></div>
<script type="application/json" id="given">{harmless_json(given)}</script>
<script type="module">{_START}</script>
"""
    return _document(f"script-src data: {_hash(scripts)} {_hash(_START)}", head, body)


def frame() -> str:
    """Return a page without scripts and content, into which `web/lib/snapshot.js` puts what is seen."""
    return _document("style-src-attr 'unsafe-inline'; img-src data:", "", "")


def _document(policy: str, head: str, body: str) -> str:
    rules = f"{_RESET}\n{style()}"
    whole = f"default-src 'none'; {policy}; style-src {_hash(rules)}; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{html.escape(whole)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{html.escape(texts.TITLE)}</title>
<style>{rules}</style>
{head}</head>
<body>{body}</body>
</html>
"""


def harmless_json(value: Any) -> str:
    """Return JSON that is safe inside a script element: it cannot close or open one.

    Everything but ASCII is escaped, including U+2028 and lone surrogates. Records become objects.
    """
    text = json.dumps(value, separators=(",", ":"), default=vars)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def modules() -> dict[str, str]:
    """Return the scripts that the file needs, by name, importing each other as `brnn/<name>`."""
    found: dict[str, str] = {}
    missing = [_FIRST]
    while missing:
        name = missing.pop()
        source = (_SCRIPTS / name).read_text("utf-8")
        here = PurePosixPath(name).parent

        def absolute(match: re.Match[str], here: PurePosixPath = here) -> str:
            return posixpath.normpath(str(here / match[2]))

        found[name] = _IMPORT.sub(lambda match: f'{match[1]}"brnn/{absolute(match)}"', source)
        needed = {absolute(match) for match in _IMPORT.finditer(source)}
        missing += sorted(needed - found.keys() - set(missing))
    return found


def _import_map() -> str:
    kind = "data:text/javascript;base64"
    found = {f"brnn/{name}": f"{kind},{_base64(source.encode())}" for name, source in modules().items()}
    return harmless_json({"imports": found})


def _hash(source: str) -> str:
    return f"'sha256-{_base64(hashlib.sha256(source.encode()).digest())}'"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
