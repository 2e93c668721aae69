"""The floors of ARCHITECTURE.md, kept over the import graph."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tra_policy

ROOT = Path(tra_policy.__file__).parent
NOUNS = {"words", "model"}
MEANING = {*NOUNS, "logic"}
MAY_IMPORT: dict[str, set[str]] = {
    "words": set(),
    "model": {"words"},
    "syntax": {"words"},
    "resolve": {*NOUNS, "syntax"},
    "logic": NOUNS,
    "lint": MEANING,
    "request": MEANING,
    "evaluate": MEANING,
    "readers": MEANING,
    "engine": MEANING,
    "sealing": MEANING,
    "reports": MEANING,
    "workspace": {
        *MEANING,
        "syntax",
        "resolve",
        "lint",
        "evaluate",
        "readers",
        "engine",
        "reports",
    },
    "driver": {
        *MEANING,
        "syntax",
        "resolve",
        "lint",
        "request",
        "evaluate",
        "readers",
        "engine",
        "sealing",
        "reports",
    },
    "api": {*MEANING, "lint", "reports", "driver", "workspace"},
    "pytest_plugin": {*MEANING, "reports", "api", "cli"},
    "cli": {
        *MEANING,
        "syntax",
        "resolve",
        "lint",
        "request",
        "evaluate",
        "readers",
        "engine",
        "sealing",
        "reports",
        "driver",
        "workspace",
        "api",
        "lsp",
    },
    "lsp": {*MEANING, "syntax", "resolve", "lint", "reports", "driver", "workspace"},
}
DOORS = {"cli", "workspace"}
ONLY_DOORS_TOUCH = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "os.environ",
    "os.getenv",
}
NEVER_BELOW = {
    "socket",
    "urllib",
    "http",
    "requests",
    "subprocess",
    "pickle",
    "sqlite3",
    "tempfile",
}
# A tracking store is an SQLite file: this reader is handed its bytes and opens nothing with it. The files
# of tables are opened by the database where they are counted, with a folder to spill into.
EXCUSED = {
    "readers/foreign/mlflow/store.py": {"sqlite3"},
    "engine/scanning.py": {"tempfile"},
    "engine/distributed.py": {"tempfile"},
}
HEAVY = {"lark", "pydantic", "jsonschema", "rich", "yaml", "securesystemslib", "cryptography"}
HEAVY |= {"pygls", "lsprotocol", "jinja2", "markupsafe"}
LONGEST = 350


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            base = node.module or ""
            yield base
            if base == "tra_policy":
                yield from (f"{base}.{alias.name}" for alias in node.names)


def rooms_used(path: Path) -> set[str]:
    found = imports(ast.parse(path.read_text("utf-8")))
    own = (name.split(".") for name in found if name.startswith("tra_policy."))
    return {parts[1] for parts in own if parts[1] in MAY_IMPORT}


def dotted(node: ast.AST) -> str:
    match node:
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case ast.Name(id=name):
            return name
        case _:
            return ""


def test_every_room_stands_on_a_floor() -> None:
    assert {room(path) for path in modules()} - {"__init__"} <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", modules(), ids=named)
def test_a_module_imports_only_from_the_floors_below(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        # It hands on the functions for Python when one of them is asked for.
        assert rooms_used(path) <= {"api"}
        return
    assert rooms_used(path) - {here} <= MAY_IMPORT[here]


def test_the_graph_would_show_a_broken_floor(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "def late():\n    from tra_policy import model\n    import tra_policy.lint.rule\n"
    )
    assert rooms_used(bad) == {"model", "lint"}


@pytest.mark.parametrize("path", modules(), ids=named)
def test_nothing_below_the_doors_opens_files_or_knows_the_time_or_the_environment(
    path: Path,
) -> None:
    if room(path) in DOORS:
        return
    tree = ast.parse(path.read_text("utf-8"))
    used = {name.partition(".")[0] for name in imports(tree)} & NEVER_BELOW
    assert used <= EXCUSED.get(named(path), set())
    seen = {dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not seen & ONLY_DOORS_TOUCH
    calls = {dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not calls & {"open", "Path.home", "Path.cwd", "print", "input", "eval", "exec"}


@pytest.mark.parametrize("path", modules(), ids=named)
def test_a_module_is_one_job_told_by_its_first_sentence(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module begins with what it is for"
    assert len(text.splitlines()) <= LONGEST or "do not edit" in text.splitlines()[0]


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_module_is_named_after_nothing(path: Path) -> None:
    vague = {"manager", "handler", "helper", "helpers", "utils", "util", "misc", "common", "info"}
    assert not set(path.stem.split("_")) & vague


@pytest.mark.parametrize("path", modules(), ids=named)
def test_heavy_libraries_stay_in_the_rooms_that_need_them(path: Path) -> None:
    allowed = {
        "syntax": {"lark"},
        "model": {"pydantic"},
        "readers": {"pydantic", "yaml", "jsonschema"},
        "sealing": {"securesystemslib", "cryptography"},
        "reports": {"rich", "jinja2", "markupsafe"},
        "lsp": {"lark", "pygls", "lsprotocol"},
    }
    used = {name.partition(".")[0] for name in imports(ast.parse(path.read_text("utf-8")))}
    assert used & HEAVY <= allowed.get(room(path), set())


def test_the_library_for_schemas_is_known_where_something_does_not_fit() -> None:
    knows = {"model/twins.py", "model/schemas.py", "readers/shapes.py"}
    for path in modules():
        used = {name.partition(".")[0] for name in imports(ast.parse(path.read_text("utf-8")))}
        assert ("pydantic" in used) == (named(path) in knows), path
