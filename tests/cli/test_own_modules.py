"""A module that is found by its name is the one that the import system finds."""

from __future__ import annotations

import os
import pkgutil
import py_compile
import subprocess
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

import pytest

import tra_policy
from tra_policy.cli.own_modules import OwnModules

ROOT = Path(tra_policy.__file__).parent
OWN = OwnModules("tra_policy", str(ROOT), MAGIC_NUMBER)
NAMES = sorted(
    found.name
    for found in pkgutil.walk_packages([str(ROOT)], "tra_policy.")
    if "foreign" not in found.name
)


def code_of(spec: ModuleSpec) -> CodeType | None:
    assert isinstance(spec.loader, SourceFileLoader)
    return spec.loader.get_code(spec.name)


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_found_where_it_is(name: str) -> None:
    around = ROOT.joinpath(*name.split(".")[1:-1])
    theirs = PathFinder.find_spec(name, [str(around)])
    ours = OWN.find_spec(name, [str(around)])
    assert theirs is not None and ours is not None
    for said in ("name", "origin", "cached", "has_location", "submodule_search_locations"):
        assert getattr(ours, said) == getattr(theirs, said)
    assert code_of(ours) == code_of(theirs)


@pytest.mark.parametrize("name", ["tra_policy", "tra_policy_more.x", "json", "tra_policy.none.at"])
def test_what_is_not_of_the_package_is_left_to_others(name: str) -> None:
    assert OWN.find_spec(name, None) is None


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package with one module, its code kept."""
    (tmp_path / "house").mkdir()
    source = tmp_path / "house" / "room.py"
    source.write_text("size = 1\n")
    py_compile.compile(str(source), doraise=True)
    return tmp_path / "house"


def kept_in(house: Path) -> Path:
    (kept,) = (house / "__pycache__").iterdir()
    return kept


def size_in(house: Path) -> int:
    spec = OwnModules("house", str(house), MAGIC_NUMBER).find_spec("house.room", None)
    assert spec is not None
    code = code_of(spec)
    assert code is not None
    held: dict[str, int] = {}
    exec(code, held)
    return held["size"]


def written(house: Path, text: str, when: int) -> None:
    """Write the source anew, as of a time in nanoseconds."""
    (house / "room.py").write_text(text)
    os.utime(house / "room.py", ns=(when, when))


def test_code_that_is_kept_is_taken_while_the_source_is_as_it_was(house: Path) -> None:
    then = (house / "room.py").stat().st_mtime_ns
    # The import system would not see this either: the time and the size are as they were.
    written(house, "size = 2\n", then)
    assert size_in(house) == 1
    written(house, "size = 30\n", then)
    assert size_in(house) == 30
    written(house, "size = 4\n", then - 10**10)
    assert size_in(house) == 4


def test_a_source_without_kept_code_is_read(house: Path) -> None:
    kept_in(house).unlink()
    assert size_in(house) == 1


@pytest.mark.parametrize("at", [0, 3, 4, 7, 8, 15])
def test_code_of_another_interpreter_or_of_another_source_is_not_taken(
    house: Path, at: int
) -> None:
    data = bytearray(kept_in(house).read_bytes())
    data[at] ^= 2
    # What is behind the head is no code: whoever takes it fails.
    kept_in(house).write_bytes(bytes(data[:16]) if at not in (4, 7) else b"")
    assert size_in(house) == 1


@pytest.mark.parametrize("left", [0, 3, 15])
def test_code_without_a_whole_head_is_not_taken(house: Path, left: int) -> None:
    kept_in(house).write_bytes(kept_in(house).read_bytes()[:left])
    assert size_in(house) == 1


def test_code_that_is_kept_by_the_digest_of_its_source_is_left_to_the_import_system(
    house: Path,
) -> None:
    by_hash = py_compile.PycInvalidationMode.CHECKED_HASH
    py_compile.compile(str(house / "room.py"), doraise=True, invalidation_mode=by_hash)
    assert size_in(house) == 1
    (house / "room.py").write_text("size = 5\n")
    assert size_in(house) == 5


def finders(program: str) -> str:
    end = "import sys; print(*{type(f).__name__ for f in sys.meta_path}, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"import atexit; atexit.register(lambda: exec('{end}')); {program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


def test_only_the_process_of_the_command_line_finds_modules_so() -> None:
    run = (
        "import sys; sys.argv = ['tra', '--version']; from tra_policy.cli.main import main; main()"
    )
    assert "OwnModules" in finders(run)
    assert "OwnModules" not in finders("import tra_policy.api, tra_policy.cli.main")
