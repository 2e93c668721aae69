"""The files that the page is made of, and the policy by which a browser runs nothing else.

A Content Security Policy names each script and each style by its digest. What is not named does not
run, and nothing is ever fetched.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files

CHARTS = ("vendor/d3.min.js", "vendor/plot.umd.min.js", "assets/charts.js")
# The style sheet that Observable Plot puts into every chart whose class name is `tra-plot`.
OF_PLOT = """:where(.tra-plot) {
  --plot-background: white;
  display: block;
  height: auto;
  height: intrinsic;
  max-width: 100%;
}
:where(.tra-plot text),
:where(.tra-plot tspan) {
  white-space: pre;
}"""


def packaged(name: str) -> str:
    """Return the text of a file of this package, its lines ended as a browser reads them."""
    text = files("tra_policy.reports.html").joinpath(name).read_text("utf-8")
    return text.replace("\r\n", "\n")


def security_policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the Content Security Policy of a page with these scripts and styles and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digests(scripts)}",
            f"style-src {_digests(styles)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digests(texts: Iterable[str]) -> str:
    found = [b64encode(sha256(text.encode()).digest()).decode() for text in texts]
    return " ".join(f"'sha256-{digest}'" for digest in found) or "'none'"
