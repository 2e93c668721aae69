"""Entries are put into a manifest where a person would put them; the rest stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.cli.bundle.entries import Entry, as_expected, with_entries
from tra_policy.cli.main import run
from tra_policy.readers.yaml12 import read_yaml

NEW = (Entry("new.yaml"), Entry("log.eval", "attachment"))


def after(text: str, *entries: Entry) -> str:
    document, said = read_yaml("bundle.yaml", text)
    assert document is not None, said
    changed = with_entries(text, document.marks, entries)
    again, said = read_yaml("bundle.yaml", changed)
    assert again is not None, said
    assert changed == text or as_expected(document.value, again.value, entries)
    return changed


LAYOUTS = {
    "no list": (
        "format: x\n# about the records\nrecords:\n  - {id: a}\n",
        "format: x\nfiles:\n  - path: new.yaml\n  - path: log.eval\n    reader: attachment\n"
        "# about the records\nrecords:\n  - {id: a}\n",
    ),
    "nothing after it": (
        "format: x\nid: y",
        "format: x\nid: y\nfiles:\n  - path: new.yaml\n  - path: log.eval\n    reader: attachment\n",
    ),
    "an empty list": (
        "files: []   # none yet\nid: y\n",
        "files:   # none yet\n  - path: new.yaml\n  - path: log.eval\n    reader: attachment\nid: y\n",
    ),
    "nothing in it": (
        "files:\nid: y\n",
        "files:\n  - path: new.yaml\n  - path: log.eval\n    reader: attachment\nid: y\n",
    ),
    "a list with comments": (
        "files:\n  # the results\n  - path: a.yaml   # by the assessor\n"
        "    sha256: ab\n  - {path: b.txt, reader: attachment}\n\n# what follows\nid: y\n",
        "files:\n  # the results\n  - path: a.yaml   # by the assessor\n"
        "    sha256: ab\n  - {path: b.txt, reader: attachment}\n"
        "  - path: new.yaml\n  - path: log.eval\n    reader: attachment\n\n# what follows\nid: y\n",
    ),
    "a list at the margin": (
        "files:\n- path: a.yaml\nrecords: []\n",
        "files:\n- path: a.yaml\n- path: new.yaml\n- path: log.eval\n  reader: attachment\n"
        "records: []\n",
    ),
    "a list at the end, without a line end": (
        "id: y\nfiles:\n    - path: a.yaml",
        "id: y\nfiles:\n    - path: a.yaml\n    - path: new.yaml\n    - path: log.eval\n"
        "      reader: attachment\n",
    ),
    "an entry of several lines": (
        "files:\n  - path: a.json\n    defaults:\n      # of whom\n      roles:\n        run: [lab]\n"
        "id: y\n",
        "files:\n  - path: a.json\n    defaults:\n      # of whom\n      roles:\n        run: [lab]\n"
        "  - path: new.yaml\n  - path: log.eval\n    reader: attachment\nid: y\n",
    ),
    "line ends of another system": (
        "files:\r\n  - path: a.yaml\r\nid: y\r\n",
        "files:\r\n  - path: a.yaml\r\n  - path: new.yaml\r\n  - path: log.eval\r\n"
        "    reader: attachment\r\nid: y\r\n",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_entries_come_where_a_person_would_put_them(layout: str) -> None:
    before, expected = LAYOUTS[layout]
    assert after(before, *NEW) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{format: x, files: [{path: a}]}\n",
        "files: [{path: a.yaml}]\nid: y\n",
        "list: &l\n  - path: a\nfiles: *l\n",
        '"files":\n  - path: a\n',
    ],
)
def test_an_unusual_layout_is_left_alone(text: str) -> None:
    document, _ = read_yaml("bundle.yaml", text)
    assert document is not None
    changed = with_entries(text, document.marks, NEW)
    again, _ = read_yaml("bundle.yaml", changed)
    kept = again is not None and as_expected(document.value, again.value, NEW)
    assert changed == text or not kept


NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="\\/\x7f"),
    min_size=1,
    max_size=12,
).filter(str.isprintable)


@settings(max_examples=200)
@given(
    names=st.lists(NAMES, min_size=1, max_size=4, unique=True),
    listed=st.lists(NAMES, max_size=3, unique=True),
)
def test_whatever_a_file_is_called_the_manifest_says_just_that(
    names: list[str], listed: list[str]
) -> None:
    text = "id: y\nfiles: []\n"
    for name in listed:
        text = after(text, Entry(name))
    changed = after(text, *(Entry(name) for name in names))
    document, _ = read_yaml("bundle.yaml", changed)
    assert document is not None
    assert [one["path"] for one in document.value["files"]] == [*listed, *names]


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["bundle", "init", "ev", "--developer", "lab"]) == 0
    return tmp_path / "ev"


def test_a_file_in_the_folder_is_listed_where_it_is(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / "runs").mkdir()
    (bundle / "runs" / "a.yaml").write_text("- {id: a, kind: checkpoint}\n")
    capsys.readouterr()
    assert run(["bundle", "add", "ev/runs/a.yaml", "--into", "ev"]) == 0
    assert capsys.readouterr().out == "listed runs/a.yaml\n"
    assert "  - path: runs/a.yaml\n" in (bundle / "bundle.yaml").read_text()
    assert run(["bundle", "add", "ev/runs/a.yaml", "--into", "ev"]) == 0
    assert capsys.readouterr().out == "is listed already: runs/a.yaml\n"
    assert (bundle / "bundle.yaml").read_text().count("runs/a.yaml") == 1


def test_another_file_of_the_same_name_is_never_replaced(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / "a.yaml").write_text("[]\n")
    Path("a.yaml").write_text("- {id: a, kind: checkpoint}\n")
    before = (bundle / "bundle.yaml").read_bytes()
    assert run(["bundle", "add", "a.yaml", "--into", "ev"]) == 2
    assert "error[TRX041]" in capsys.readouterr().err
    assert (bundle / "a.yaml").read_text() == "[]\n"
    assert (bundle / "bundle.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.yaml"], "there is no `nothing.yaml`"),
        (["ev/bundle.yaml"], "a manifest, a seal or a signature is never listed"),
        ([".hidden"], "names that begin with a dot are let be"),
        (["a.txt", "--reader", "inspct"], "did you mean `inspect`?"),
    ],
)
def test_what_cannot_be_listed_is_refused_and_nothing_is_written(
    arguments: list[str], words: str, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(".hidden").write_text("x")
    Path("a.txt").write_text("x")
    before = {p.name: p.read_bytes() for p in bundle.iterdir()}
    assert run(["bundle", "add", *arguments, "--into", "ev"]) == 2
    assert words in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in bundle.iterdir()} == before


def test_a_manifest_of_unusual_layout_is_left_alone_with_the_lines_to_write(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "{format: tra.bundle/1, id: b, date: 2026-01-01, developer: d, subject: s}\n"
    (bundle / "bundle.yaml").write_text(text)
    Path("a.txt").write_text("x")
    assert run(["bundle", "add", "a.txt", "--into", "ev"]) == 2
    said = capsys.readouterr().err
    assert "error[TRX051]" in said
    assert "`- path: a.txt`" in said
    assert (bundle / "bundle.yaml").read_text() == text
    assert not (bundle / "a.txt").exists()


def test_what_is_wrong_in_an_added_file_is_told_at_once(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.yaml").write_text("- {id: a, kind: chekpoint}\n")
    assert run(["bundle", "add", "a.yaml", "--into", "ev"]) == 2
    said = capsys.readouterr()
    assert "added a.yaml" in said.out
    assert "ev/a.yaml:1:17" in said.err
    assert "did you mean `checkpoint`?" in said.err
    assert bundle.joinpath("a.yaml").exists()
