"""An analysis as one HTML file that works offline: the page's own scripts, styles and answers.

It contains the scripts of `web/`, so it looks and works like the page. Its content security policy
forbids loading anything else.
"""

import base64
import hashlib
import html
import json
from typing import Any

from brnn.ui import texts
from brnn.ui.bundle import bundle
from brnn.ui.style import style

_FIRST = "standalone.js"
# What Gradio's own style sheet does for the page.
_RESET = (
    "*, ::before, ::after { box-sizing: border-box; border: 0 solid; } "
    "html { -webkit-text-size-adjust: 100%; } "
    "body { margin: 0; } button, select, input, textarea { font: inherit; }"
)


def standalone(given: dict[str, Any]) -> str:
    """Return the file. given: the data that `web/standalone.js` expects."""
    script = f'{bundle(_FIRST)}parts["{_FIRST}"].start();\n'
    body = f"""
<div class="brnn standalone"></div>
<script type="application/json" id="given">{harmless_json(given)}</script>
<script type="module">{script}</script>
"""
    return _document(f"script-src {_hash(script)}", body)


def frame() -> str:
    """Return a page without scripts and content, into which `web/lib/snapshot.js` puts what is seen."""
    return _document("style-src-attr 'unsafe-inline'; img-src data:", "")


def _document(policy: str, body: str) -> str:
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
</head>
<body>{body}</body>
</html>
"""


def harmless_json(value: Any) -> str:
    """Return JSON that is safe inside a script element: it cannot close or open one.

    Everything but ASCII is escaped, including U+2028 and lone surrogates. Records become objects.
    """
    text = json.dumps(value, separators=(",", ":"), default=vars)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
