"""How evidence is read: up to which limits, and what a person at a terminal sees meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import click

from tra_policy.words.noun import parts, replace
from tra_policy.words.regex import regex
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from tra_policy.readers.document import Limits

Wrapped = Callable[..., Any]
Watch = Callable[[str, int, int], None]

_KEPT = "tra_policy.limits"
_UNITS = {
    "": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KIB": 2**10,
    "MIB": 2**20,
    "GIB": 2**30,
    "TIB": 2**40,
}
_AMOUNT = regex(r"(\d{1,15})\s*([A-Za-z]*)")
# A bar for what is over at once would only flicker.
PATIENCE = 0.7


def limits(command: Wrapped) -> Wrapped:
    """Add `--limit`, which `limits_asked` then knows."""
    return click.option(
        "--limit",
        multiple=True,
        metavar="NAME=AMOUNT",
        callback=_keep,
        expose_value=False,
        help="Read more or less than by default, such as `bundle=200GiB`; may be repeated.",
    )(command)


def limits_asked() -> Limits:
    """Return the limits of this run."""
    from tra_policy.readers.document import LIMITS

    context = click.get_current_context(silent=True)
    found: Limits = context.meta.get(_KEPT, LIMITS) if context is not None else LIMITS
    return found


def _keep(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> None:
    if not given:
        return
    from tra_policy.readers.document import LIMITS

    known = list(parts(LIMITS))
    chosen: dict[str, int] = {}
    for one in given:
        name, equals, amount = one.partition("=")
        if not equals:
            raise click.BadParameter(f"`{one}` is not of the form `bundle=200GiB`")
        if name not in known:
            advice = did_you_mean(name, known, f"limits: {', '.join(known)}")
            raise click.BadParameter(f"there is no limit `{name}`; {advice}")
        read = _AMOUNT.fullmatch(amount.strip())
        unit = _UNITS.get(read[2].upper()) if read else None
        if read is None or unit is None:
            raise click.BadParameter(f"`{amount}` is no amount such as `2000000` or `200GiB`")
        chosen[name] = int(read[1]) * unit
    context.meta[_KEPT] = replace(LIMITS, **chosen)


@contextmanager
def watched() -> Iterator[Watch | None]:
    """Give what is to be told of a long read: a bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.tell
    finally:
        bar.close()


class _Bar:
    """One bar for one file at a time, drawn when reading has taken a while."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._shown: Any = None
        self._path = ""
        self._one_at_a_time = Lock()

    def tell(self, path: str, done: int, size: int) -> None:
        """Draw that `done` of the `size` bytes of a file were read.

        Of files that are read at the same time one is drawn, to its end.
        """
        if time.monotonic() - self._begun < PATIENCE:
            return
        with self._one_at_a_time:
            another = path != self._path
            if not another or self._shown is None or self._shown.pos >= self._shown.length:
                self._draw(path, done, size)

    def _draw(self, path: str, done: int, size: int) -> None:
        if path != self._path or done < (self._shown.pos if self._shown else 0):
            self.close()
            from tra_policy.reports.page import harmless

            name = harmless(path.rpartition("/")[2])[:40]
            self._shown = click.progressbar(length=size, label=f"reading {name}", file=sys.stderr)
            self._shown.__enter__()
            self._path = path
        self._shown.update(done - self._shown.pos)

    def close(self) -> None:
        """Take the bar away: what stays on the screen is the result."""
        if self._shown is not None:
            self._shown.__exit__(None, None, None)
            sys.stderr.write("\x1b[1A\x1b[2K")
            sys.stderr.flush()
            self._shown, self._path = None, ""
