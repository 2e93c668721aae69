"""How the tables of a bundle are counted in this run: with which means, by whom, beside what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tra_policy.cli.reading import limits_asked
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex

if TYPE_CHECKING:
    from tra_policy.engine import Ways
    from tra_policy.engine.counting import Scan
    from tra_policy.workspace.counted import Digests

_KEPT = "tra_policy.counting"
FOLDER = ".tra-cache"
_CLUSTER = regex(r"dask(?::(\d{1,3}))?|(tcp|tls|ucx|ws|wss)://\S+")


class Chosen(Noun):
    """What the command line says: where counts are kept (empty: nowhere), the cluster (empty: none), and
    the addresses under which tables may lie.
    """

    folder: str = FOLDER
    cluster: str = ""
    allowed: tuple[str, ...] = ()


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--cache`, `--no-cache`, `--on` and `--allow`, which `chosen` then knows."""

    def keep(context: click.Context, option: click.Parameter, given: Any) -> None:
        held = context.meta.setdefault(_KEPT, {})
        if given is not None:
            held[option.name] = given

    for add in (
        click.option(
            "--allow",
            metavar="ADDRESS",
            multiple=True,
            callback=keep,
            expose_value=False,
            help="Open tables that lie under this address, such as `s3://bucket/runs/`; may be repeated.",
        ),
        click.option(
            "--on",
            metavar="CLUSTER",
            callback=lambda c, o, g: keep(c, o, _cluster(g)),
            expose_value=False,
            help="Count tables on a Dask cluster: its address, or `dask:4` for four local processes.",
        ),
        click.option(
            "--no-cache",
            is_flag=True,
            default=None,
            callback=keep,
            expose_value=False,
            help="Read every file of every table again, and keep nothing.",
        ),
        click.option(
            "--cache",
            metavar="FOLDER",
            callback=keep,
            expose_value=False,
            help=f"Where to keep what files of tables came to.  [default: {FOLDER}]",
        ),
    ):
        command = add(command)
    return command


def _cluster(given: str | None) -> str | None:
    if given is not None and not _CLUSTER.fullmatch(given):
        raise click.BadParameter(
            f"`{given}` is neither the address of a Dask scheduler, such as `tcp://10.0.0.1:8786`, "
            "nor `dask:NUMBER`"
        )
    return given


def chosen() -> Chosen:
    """Return what was chosen for this run."""
    context = click.get_current_context(silent=True)
    if context is None:
        return Chosen("")
    held: dict[str, Any] = context.meta.get(_KEPT, {})
    return Chosen(
        "" if held.get("no_cache") else str(held.get("cache") or FOLDER),
        str(held.get("on") or ""),
        tuple(held.get("allow") or ()),
    )


def digests() -> Digests | None:
    """Return what is known of the digests of large files; None where nothing is to be kept."""
    folder = chosen().folder
    if not folder:
        return None
    from tra_policy.workspace.counted import Digests

    return Digests(Path(folder))


def ways(held: ExitStack, watch: Callable[[int, float], None] | None) -> Ways:
    """Return how tables are counted in this run; what that takes is let go of with `held`.

    `watch` is told of how many files how much is done, in percent.
    """
    import tempfile

    from tra_policy.engine import Means, Ways
    from tra_policy.engine.database import library
    from tra_policy.workspace.counted import Kept

    limits, choice = limits_asked(), chosen()
    spill = held.enter_context(
        tempfile.TemporaryDirectory(prefix="tra-", ignore_cleanup_errors=True)
    )
    means = Means(
        limits.memory,
        limits.threads,
        spill,
        limits.cells,
        limits.unpacked,
        limits.ratio,
        watch,
    )
    store = Kept(Path(choice.folder), library().__version__) if choice.folder else None
    return Ways(means, held.enter_context(_scan(choice.cluster)), store)


@contextmanager
def _scan(cluster: str) -> Iterator[Scan]:
    if not cluster:
        from tra_policy.engine.scanning import scan as here

        yield here
        return
    try:
        import distributed  # noqa: F401  (it is what may be missing)

        from tra_policy.engine.distributed import on_dask
    except ImportError:
        raise click.UsageError(
            "`--on` needs Dask, which the extra `distributed` installs: `tra-policy[distributed]`"
        ) from None
    found = _CLUSTER.fullmatch(cluster)
    if found is None or found[2]:
        with on_dask(cluster) as scan:
            yield scan
    else:
        with on_dask(workers=int(found[1] or 2)) as scan:
            yield scan
