"""The workspace opens what the user names, and says what it cannot open."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from said import codes, only, placed

from tra_policy.workspace import open_bundle, open_files, open_libraries, open_policies

MANIFEST = "format: tra.bundle/1\nid: b\ndate: 2026-05-26\ndeveloper: lab\nsubject: s\n"


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str | bytes = "tra 1\n") -> str:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def paths(*given: str) -> list[list[str]]:
    policies, said = open_policies(given)
    assert said == ()
    return [[source.path for source in policy] for policy in policies]


def test_a_policy_is_opened_under_the_name_that_was_typed() -> None:
    write("p.tra", b"\xef\xbb\xbftra 1\r\n")
    policies, said = open_policies(["./p.tra"])
    assert said == ()
    assert [(s.path, s.text) for s in policies[0]] == [("./p.tra", "tra 1\r\n")]


def test_a_folder_is_every_policy_below_it_once() -> None:
    for name in ("b.tra", "a/z.tra", "a/y.tra", "notes.md", ".git/x.tra", "c.txt"):
        write(f"all/{name}")
    assert paths("all") == [["all/a/y.tra"], ["all/a/z.tra"], ["all/b.tra"]]
    assert paths("all/b.tra", "all", "all/b.tra")[0] == ["all/b.tra"]
    assert len(paths("all/b.tra", "all")) == 3


def test_a_library_is_found_beside_the_policy_and_then_upwards() -> None:
    write("work/deep/p.tra", "tra 1\npolicy p version 1\n  use near\n  use far # no comment\n")
    write("work/deep/near.tra")
    write("work/policies/tra/near.tra")
    write("work/policies/tra/far.tra", "tra 1\npolicy far version 1\n\tuse farther\n")
    write("policies/tra/farther.tra")
    assert paths("work/deep/p.tra") == [
        [
            "work/deep/p.tra",
            "work/deep/near.tra",
            "work/policies/tra/far.tra",
            "policies/tra/farther.tra",
        ]
    ]


def test_libraries_that_use_each_other_are_opened_once() -> None:
    write("a.tra", "tra 1\npolicy a version 1\n  use b\n")
    write("b.tra", "tra 1\npolicy b version 1\n  use a\n  use b\n")
    assert paths("a.tra") == [["a.tra", "b.tra"]]


def test_a_library_that_is_not_there_is_a_mistake_at_its_name() -> None:
    write("p.tra", "tra 1\npolicy p version 1\n  use tra-cora\n")
    write("policies/tra/tra-core.tra")
    policies, said = open_policies(["p.tra"])
    assert placed(said) == [("TRX006", 3, 7)]
    assert said[0].help == "did you mean `tra-core`?"
    assert said[0].span is not None
    assert policies[0][0].text[said[0].span.start : said[0].span.end] == "tra-cora"
    assert open_libraries(policies[0][0])[1] == said


def test_the_fences_of_a_markdown_file_are_one_text_on_the_lines_where_they_stand() -> None:
    text = (
        "# Title\n```tra\ntra 1\n```\nwords\n```python\nx\n```\n~~~~ tra\nparty a\n~~~\n~~~~\nend\n"
    )
    write("p.md", text)
    policies, said = open_policies(["p.md"])
    assert said == ()
    assert policies[0][0].line(10) == "party a"
    assert policies[0][0].text == text


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"tra 1\n")))
    policies, said = open_policies(["-", "-"])
    assert [[s.path for s in p] for p in policies] == [["-"]]
    assert codes(said) == ["TRX009"]


@pytest.mark.parametrize(
    ("given", "code", "message", "advice"),
    [
        ("polcy.tra", "TRX001", "there is no `polcy.tra`", "did you mean `policy.tra`?"),
        ("no/where.tra", "TRX001", "there is no folder `no`", ""),
        ("empty", "TRX005", "there is no `.tra` file below `empty`", ""),
        ("plain.md", "TRX005", "there is no `tra` fence in `plain.md`", "it begins with"),
        ("latin.tra", "TRX003", "`latin.tra` is not UTF-8", "save it as UTF-8"),
        ("wide.tra", "TRX003", "`wide.tra` is UTF-16, not UTF-8", "save as UTF-8"),
        ("word.tra", "TRX003", "`word.tra` is a ZIP archive", "plain text"),
        ("paper.pdf", "TRX003", "`paper.pdf` is a PDF, not text", "plain text"),
        ("giant.tra", "TRX004", "`giant.tra` is larger than", ""),
        ("queue.tra", "TRX002", "`queue.tra` is no file", ""),
        ("x" * 5000, "TRX002", "cannot be read", ""),
        ("a\0b", "TRX001", "there is no", ""),
        ("loop.tra", "TRX001", "there is no `loop.tra`", ""),
    ],
)
def test_what_cannot_be_opened_is_said(given: str, code: str, message: str, advice: str) -> None:
    write("policy.tra")
    Path("empty").mkdir()
    write("plain.md", "words\n")
    write("latin.tra", b"tra 1\n  \xe9\n")
    write("wide.tra", "tra 1".encode("utf-16"))
    write("word.tra", b"PK\x03\x04\x14\x00\x06\x00")
    write("paper.pdf", b"%PDF-1.7\n\xb5")
    with Path("giant.tra").open("wb") as file:
        file.truncate(5 * 1024 * 1024)
    os.mkfifo("queue.tra")
    Path("loop.tra").symlink_to("loop.tra")
    policies, said = open_policies([given, "policy.tra"])
    assert only(said).code == code
    assert message in only(said).message
    assert advice in only(said).help
    assert only(said).input_error
    assert len(policies) == 1, "the others are still opened"


def test_a_bundle_is_a_folder_with_a_manifest() -> None:
    write("ev/bundle.yaml", MANIFEST + "files: [{path: r/a.yaml}]\n")
    write("ev/r/a.yaml", "- {kind: checkpoint, id: c}\n- {kind: checkpoint, id: 7}\n")
    write("ev/.hidden")
    opened, said = open_files("ev")
    assert said == ()
    assert opened is not None
    assert (sorted(opened.files), opened.manifest, opened.root) == (
        ["bundle.yaml", "r/a.yaml"],
        "bundle.yaml",
        "ev",
    )
    evidence, texts, said = open_bundle("ev")
    assert evidence is not None
    assert [str(f.place) for f in evidence.filed] == ["ev/r/a.yaml:1:3 /0"]
    assert placed(said) == [("TRB013", 2, 26)]
    assert texts["ev/r/a.yaml"].line(2) == "- {kind: checkpoint, id: 7}"
    assert open_files("ev/bundle.yaml") == open_files("ev")


def test_a_manifest_of_another_name_is_opened_with_just_the_files_that_it_lists() -> None:
    listed = "files: [{path: a.yaml}, {path: ../b.yaml}, {path: gone.yaml}, {path: 7}, 3]\n"
    write("ev/case.yaml", MANIFEST + listed)
    write("ev/a.yaml", "[]")
    write("ev/c.yaml", "[]")
    write("b.yaml", "[]")
    opened, said = open_files("ev/case.yaml")
    assert said == ()
    assert opened is not None
    assert (sorted(opened.files), opened.manifest) == (["a.yaml", "case.yaml"], "case.yaml")


def zipped(**members: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return whole.getvalue()


def test_a_zip_is_a_bundle_with_or_without_a_folder_around_it() -> None:
    flat = write("flat.zip", zipped(bundle_yaml=MANIFEST.encode(), a_yaml=b"[]"))
    deep = write("deep.zip", zipped(top__bundle_yaml=MANIFEST.encode(), top__a_yaml=b"[]"))
    one, two = open_bundle(flat)[0], open_bundle(deep)[0]
    assert one is not None
    assert two is not None
    assert one.sha256 == two.sha256
    Path("folder").mkdir()
    with zipfile.ZipFile("flat.zip") as archive:
        archive.extractall("folder")
    three = open_bundle("folder")[0]
    assert three is not None
    assert three.sha256 == one.sha256


def test_a_bundle_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MANIFEST.encode())))
    evidence, _, said = open_bundle("-")
    assert said == ()
    assert evidence is not None
    assert evidence.manifest.id == "b"


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("nowhere", "TRX001", "there is no `nowhere`"),
        ("bare", "TRX007", "there is no `bundle.yaml` in `bare`"),
        ("bare.zip", "TRX007", "there is no `bundle.yaml` in `bare.zip`"),
        ("bad.zip", "TRB040", "not a whole zip archive"),
        ("out.zip", "TRB040", "leads out of the archive"),
    ],
)
def test_what_is_no_bundle_is_said(given: str, code: str, words: str) -> None:
    write("bare/bundel.yaml")
    write("bare.zip", zipped(a_yaml=b""))
    write("bad.zip", b"PK\x03\x04")
    write("out.zip", zipped(__etc__x=b""))
    evidence, _, said = open_bundle(given)
    assert evidence is None
    assert only(said).code == code
    assert words in only(said).message
    assert only(said).input_error
    if given == "bare":
        assert only(said).help == "did you mean `bundel.yaml`?"


def test_a_link_out_of_the_bundle_is_not_followed() -> None:
    write("secret.yaml", "[]")
    write("elsewhere/x.yaml", "[]")
    write("ev/bundle.yaml", MANIFEST)
    write("ev/a.yaml", "[]")
    Path("ev/inside.yaml").symlink_to("a.yaml")
    Path("ev/link.yaml").symlink_to("../secret.yaml")
    Path("ev/folder").symlink_to("../elsewhere")
    opened, said = open_files("ev")
    assert opened is not None
    assert sorted(opened.files) == ["a.yaml", "bundle.yaml", "inside.yaml"]
    assert codes(said) == ["TRX008", "TRX008"]
    write("ev/case.yaml", MANIFEST + "files: [{path: link.yaml}]\n")
    assert codes(open_files("ev/case.yaml")[1]) == ["TRX008"]
