"""The seeds of the fuzz run hold every law, those among them that once broke one as well."""

from __future__ import annotations

from pathlib import Path

import fuzz
import pytest

from tra_policy.readers.known import LOADED

SEEDS = Path(fuzz.HERE, "seeds")


def test_every_reader_is_fuzzed_and_has_seeds() -> None:
    assert set(fuzz.FOLDERS) == set(LOADED)
    assert {path.name for path in SEEDS.iterdir()} <= {*LOADED, fuzz.BUNDLE}
    for reader in (*fuzz.FOLDERS, fuzz.BUNDLE):
        assert fuzz.seeds(reader), reader


@pytest.mark.parametrize(
    "path", sorted(p for p in SEEDS.rglob("*") if p.is_file()), ids=lambda p: p.name
)
def test_a_seed_holds_every_law(path: Path) -> None:
    fuzz.hold(path.parent.name, path.read_bytes())


def test_a_law_that_is_broken_would_be_seen() -> None:
    with pytest.raises(KeyError):
        fuzz.hold("no-such-reader", b"")
