"""`tra`: the table of commands, and what happens when a command line is wrong.

A command is imported when it is called, so that `tra --version` loads no library that it does not use.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from tra_policy import __version__
from tra_policy.cli import codes
from tra_policy.cli.door import Door, NoSuchCommand
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import own_up, refuse
from tra_policy.cli.terminal import Unwritable, attend_to_streams
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = MappingProxyType(
    {
        "check": "hold policies against evidence: the gate",
        "lint": "what a policy's text should not contain",
        "fmt": "lay policies out in the one style",
        "diff": "what moved between two policies, or two bundles",
        "why": "the proof of one outcome, or what it lacks",
        "request": "the evidence that a policy asks for, before there is any",
        "bundle": "make, close, sign and verify a bundle of evidence",
        "attest": "sign the result of a check",
        "verify": "hold a signed result against policy, bundle and report",
        "benchmarks": "who designed which benchmark, with the sources",
        "explain": "what a code means and what to do about it",
        "rules": "the lint rules",
        "schema": "the JSON Schema of a report or a kind of record",
        "init": "write a small policy with evidence to start from",
        "lsp": "serve an editor: findings while typing, completion, rename",
    }
)
TAKES_SETTINGS = frozenset({"check", "lint", "lsp"})
INTERRUPTED = 130


@click.group(
    cls=Door,
    table=COMMANDS,
    room="tra_policy.cli",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="tra", message="%(prog)s %(version)s")
@click.pass_context
def door(ctx: click.Context) -> Exit | None:
    """Policy as code for frontier-AI safety commitments."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        return Exit.INVALID
    if ctx.invoked_subcommand in TAKES_SETTINGS:
        from tra_policy.cli.settings import read_settings

        values, mistakes = read_settings(*_folders())
        if mistakes:
            ctx.exit(refuse(*mistakes))
        ctx.default_map = dict.fromkeys(TAKES_SETTINGS, values)
    return None


def _folders() -> tuple[Path | None, Path | None]:
    """The working folder and the home folder; None for one that there is not."""
    from pathlib import Path

    found: list[Path | None] = []
    for ask in (Path.cwd, Path.home):
        try:
            found.append(ask())
        except (OSError, RuntimeError):
            found.append(None)
    return found[0], found[1]


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    try:
        code: Any = door.main(args=list(arguments), prog_name="tra", standalone_mode=False)
    except click.ClickException as error:
        return refuse(in_our_words(error))
    except click.Abort:
        return INTERRUPTED
    except Exception as error:
        return own_up(error)
    return code if isinstance(code, int) else Exit.FINE


def main() -> None:
    """The `tra` command, which begins in `start.py`."""
    attend_to_streams()
    code = run(sys.argv[1:])
    # The process ends: what is left is for the system to let go of, all at once. The database would complain
    # of going otherwise, and takes its time. A cluster and whoever watches the run have their last words.
    watched = sys.gettrace() is not None or sys.getprofile() is not None
    if "distributed" not in sys.modules and not watched:
        _leave(code)
    if "_duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(code)


def _leave(code: int) -> None:
    """End the process at once, if all that was said is written."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def in_our_words(error: click.ClickException) -> Diagnostic:
    """Return a wrong command line as a diagnostic in the style of all the others."""
    match error:
        case Unwritable():
            return codes.mistake(codes.UNWRITTEN, error.message)
        case NoSuchCommand():
            return codes.mistake(codes.COMMAND, error.message, error.advice)
        case click.NoSuchOption():
            known = _options(error.ctx)
            otherwise = f"see `{error.ctx.command_path} --help`" if error.ctx else ""
            help = did_you_mean(error.option_name, known, otherwise)
            return codes.mistake(codes.OPTION, f"there is no option `{error.option_name}`", help)
        case click.MissingParameter():
            help = "; ".join(filter(None, (_usage(error), _WITHOUT.get(_name(error)))))
            return codes.mistake(codes.MISSING, f"{_name(error)} is missing", help)
        case click.BadParameter():
            message = f"{_name(error)}: {_lowered(error.message)}"
            return codes.mistake(codes.VALUE, message, getattr(error, "advice", ""))
        case click.UsageError():
            return codes.mistake(codes.USAGE, _lowered(error.message), _usage(error))
        case _:
            return codes.mistake(codes.USAGE, _lowered(error.format_message()))


# What to do for want of something, where the usage does not say it.
_WITHOUT = {
    "`--evidence`": "`tra bundle init` begins a bundle, `tra lint` asks the text alone",
}


def _options(ctx: click.Context | None) -> list[str]:
    if ctx is None:
        return []
    return [name for param in ctx.command.params for name in (*param.opts, *param.secondary_opts)]


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "a value"
    if isinstance(error.param, click.Argument):
        return f"`{error.param.human_readable_name}`"
    return f"`{max(error.param.opts, key=len)}`"


def _usage(error: click.UsageError) -> str:
    if error.ctx is None:
        return ""
    pieces = error.ctx.command.collect_usage_pieces(error.ctx)
    return f"it is called `{' '.join([error.ctx.command_path, *pieces])}`"


def _lowered(words: str) -> str:
    words = " ".join(words.split()).rstrip(".")
    return (words[:1].lower() + words[1:]).replace("'", "`")


if __name__ == "__main__":
    main()
