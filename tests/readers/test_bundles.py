"""A bundle is read record by record: each mistake at its place, and nothing lost in silence."""

from __future__ import annotations

from hashlib import sha256
from textwrap import dedent

import pytest
from pydantic import ValidationError
from said import codes, only, placed

from tra_policy.model import kinds
from tra_policy.model.evidence.bundle import KINDS, Evidence
from tra_policy.model.evidence.links import IN_PARTS, LINKS
from tra_policy.model.kind_table import fields_of
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.diagnostic import Diagnostic, Severity

HEAD = """\
format: tra.bundle/1
id: b-1
date: 2026-05-26
developer: example-lab
subject: ckpt-9
"""
MEASURED = """\
kind: measurement, id: m-1, benchmark: vct, subject: ckpt-9, statistic: mean, value: 20%"""


def read(body: str = "", **files: bytes) -> tuple[Evidence | None, tuple[Diagnostic, ...]]:
    named = {name.replace("__", "/").replace("_", "."): data for name, data in files.items()}
    return read_bundle({"bundle.yaml": (HEAD + dedent(body)).encode(), **named})


def records(*flow: str) -> str:
    return "records:\n" + "".join(f"  - {{{one}}}\n" for one in flow)


def of(evidence: Evidence | None) -> list[str]:
    assert evidence is not None
    return [filed.id for filed in evidence.filed]


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_a_manifest_alone_is_a_bundle_that_is_not_sealed() -> None:
    evidence, said = read()
    assert said == ()
    assert evidence is not None
    assert (evidence.manifest.id, evidence.filed, evidence.sealed) == ("b-1", (), False)


def test_a_record_stands_where_it_was_written() -> None:
    evidence, said = read(records("kind: checkpoint, id: ckpt-9", MEASURED))
    assert said == ()
    assert evidence is not None
    assert str(evidence.filed[1].place) == "bundle.yaml:8:5 /records/1"
    assert [r.id for r in evidence.manifest.records] == ["ckpt-9", "m-1"]


@pytest.mark.parametrize(
    ("wrong", "code", "at", "words", "advice"),
    [
        (
            "kind: measurment, id: x",
            "TRB015",
            "measurment",
            "`measurment`",
            "did you mean `measurement`?",
        ),
        ("id: x", "TRB012", "", "record `x` has no `kind`", "kinds:"),
        ("kind: checkpoint", "TRB012", "", "this checkpoint has no `id`", ""),
        ("kind: checkpoint, id: x, stpe: 4", "TRB011", "stpe", "`stpe`", "did you mean `step`?"),
        (
            "kind: checkpoint, id: x, step: four",
            "TRB013",
            "four",
            "a whole number, not the text",
            "",
        ),
        ("kind: checkpoint, id: x, step: '4'", "TRB013", "'4'", "the text `4`", "without quotes"),
        ("kind: checkpoint, id: x, step: 4.5", "TRB013", "4.5", "the number `4.5`", ""),
        ("kind: checkpoint, id: x, step: true", "TRB013", "true", "not `true`", ""),
        ("kind: checkpoint, id: x, step: -1", "TRB014", "-1", "less than 0", ""),
        ("kind: checkpoint, id: x, stage: 7", "TRB013", "7", "is a text", "put it in quotes"),
        ("kind: checkpoint, id: 'x y'", "TRB014", "'x y'", "`x y`", "no spaces"),
        ("kind: checkpoint, id: ''", "TRB014", "''", "an empty text", ""),
        ("kind: checkpoint, id: ~", "TRB013", "~", "`id` is empty", ""),
        ("kind: checkpoint, id: x, parents: a", "TRB013", "a", "a list", "write `[a]`"),
        ("kind: checkpoint, id: x, parents: [a, 1]", "TRB013", "1]", "item 2 of `parents`", ""),
        ("kind: checkpoint, id: x, digest: ABC", "TRB014", "ABC", "`ABC`", "64 digits"),
        (
            "kind: checkpoint, id: x, made: 2026-02-30",
            "TRB014",
            "2026-02-30",
            "2026-02-30",
            "expected a day",
        ),
        ("kind: checkpoint, id: x, compute: lots", "TRB014", "lots", "`lots`", "with its unit"),
        ("kind: warning, id: x, class: c, severity: hgh", "TRB014", "hgh", "`hgh`", "mean `high`?"),
        (
            "kind: warning, id: x, class: c, sevrity: low",
            "TRB011",
            "sevrity",
            "`sevrity`",
            "`severity`?",
        ),
        ("kind: investigation, id: x, warnings: []", "TRB014", "[]", "empty list", "at least one"),
        (f"{MEASURED}, interval: counts", "TRB014", "counts", "`counts`", "`from-counts`"),
        (f"{MEASURED}, interval: [1]", "TRB014", "[1]", "a list", "`from-counts`"),
        (
            f"{MEASURED}, counts: {{planned: 1, scored: 1, errored: 0}}",
            "TRB012",
            "{planned",
            "`counts`",
            "",
        ),
        (
            f"{MEASURED}, roles: {{gradd: [a]}}",
            "TRB011",
            "gradd",
            "a field of `roles`",
            "`graded`?",
        ),
        (f"{MEASURED}, roles: x", "TRB013", "x", "a mapping, not the text `x`", ""),
    ],
)
def test_one_mistake_in_a_record_is_one_message_at_its_place(
    wrong: str, code: str, at: str, words: str, advice: str
) -> None:
    evidence, said = read(records(wrong, "kind: checkpoint, id: ok"))
    assert placed(said) == [(code, 7, 6 + wrong.rindex(at) if at else 5)]
    assert words in said[0].message
    assert advice in said[0].help
    assert said[0].input_error
    assert said[0].place is not None
    assert said[0].place.pointer.startswith("/records/0")
    assert of(evidence) == ["ok"]
    assert evidence is not None
    assert evidence.unread == 1


def test_a_published_interval_is_checked_as_one() -> None:
    _, said = read(
        records(f"{MEASURED}, interval: {{lower: 1%, uper: 3%, level: 95%, sides: one}}")
    )
    assert only(said).message == "`uper` is not a field of `interval`"


def test_five_mistakes_are_five_messages() -> None:
    _, said = read(
        records(
            "kind: warning, id: w-1, class: 1, severity: bad, detected: soon",
            "kind: nothing, id: n",
            "just: this",
        )
    )
    assert sorted(codes(said)) == ["TRB012", "TRB013", "TRB014", "TRB014", "TRB015"]


def test_no_message_speaks_of_python() -> None:
    wrong = [f"kind: {kind}, id: [1], author: {{}}, recorded: 1, note: [], x: 1" for kind in KINDS]
    _, said = read(records(*wrong))
    assert len(said) >= 6 * len(KINDS) - 1
    for one in said:
        text = f"{one.message} {one.help}".lower()
        assert not {"str", "int", "dict", "none", "tuple", "pydantic", "input"} & set(text.split())
        assert one.place is not None
        assert one.place.line
        assert not one.message.endswith(".")


def test_the_second_record_with_an_id_is_the_mistake() -> None:
    evidence, said = read(
        records("kind: checkpoint, id: c", "kind: rollout, id: c, environment: e")
    )
    assert placed(said) == [("TRB016", 8, 25)]
    assert said[0].help == "the first one stands at bundle.yaml:7:5 /records/0"
    assert of(evidence) == ["c"]


def test_a_mistake_in_the_manifest_leaves_no_evidence_and_the_records_are_still_checked() -> None:
    evidence, said = read("partys: []\n" + records("kind: checkpoint, id: 7"))
    assert evidence is None
    assert placed(said) == [("TRB011", 6, 1), ("TRB013", 8, 28)]
    assert said[0].help == "did you mean `parties`?"


@pytest.mark.parametrize("text", ["", "[]", "a text", "format: tra.bundle/2"])
def test_what_is_no_manifest_is_said(text: str) -> None:
    evidence, said = read_bundle({"bundle.yaml": text.encode()})
    assert evidence is None
    assert said
    assert all(one.input_error for one in said)


def test_a_bundle_without_manifest_offers_the_nearest_name() -> None:
    evidence, said = read_bundle({"bundel.yaml": b""})
    assert evidence is None
    assert (only(said).code, only(said).help) == ("TRB010", "did you mean `bundel.yaml`?")


def test_the_root_stands_before_every_path() -> None:
    _, said = read_bundle({"bundle.yaml": b"a: [", "x": b""}, root="some/folder")
    assert only(said).place is not None
    assert str(only(said).place).startswith("some/folder/bundle.yaml:")


def test_listed_files_of_every_format_give_their_records() -> None:
    evidence, said = read(
        """\
        files:
          - {path: a.yaml}
          - {path: b/c.json}
          - {path: d.ndjson}
          - {path: e.yml}
        """,
        a_yaml=b"records:\n  - {kind: checkpoint, id: a1}\n",
        b__c_json=b'[{"kind": "checkpoint", "id": "c1"}]',
        d_ndjson=b'{"kind": "checkpoint", "id": "d1"}\n{"kind": "checkpoint", "id": "d2"}\n',
        e_yml=b"kind: checkpoint\nid: e1\n",
    )
    assert said == ()
    assert of(evidence) == ["a1", "c1", "d1", "d2", "e1"]
    assert evidence is not None
    assert [str(f.place) for f in evidence.filed] == [
        "a.yaml:2:5 /records/0",
        "b/c.json:1:2 /0",
        "d.ndjson:1:1",
        "d.ndjson:2:1",
        "e.yml:1:1",
    ]


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("../secret.yaml", "`..` leads out of the bundle"),
        ("a/../../b.yaml", "`..` leads out of the bundle"),
        ("/etc/passwd", "write it from the folder of the manifest on"),
        ("C:/x.yaml", "write it from the folder of the manifest on"),
        ("a\\\\b.yaml", "separate folders with `/`"),
        ("./a.yaml", "take the empty part out"),
        ("a//b.yaml", "take the empty part out"),
        ("a\\x00.yaml", "it holds a control character"),
    ],
)
def test_a_path_may_not_leave_the_bundle(path: str, advice: str) -> None:
    evidence, said = read(f'files: [{{path: "{path}"}}]\n')
    assert (only(said).code, only(said).help) == ("TRB021", advice)
    assert evidence is not None
    assert evidence.unread == 1


def test_missing_doubled_and_unlisted_files_are_told_apart() -> None:
    _, said = read(
        "files: [{path: gone.yaml}, {path: a.yaml}, {path: a.yaml}, {path: bundle.yaml}]\n",
        a_yaml=b"[]",
        gine_yaml=b"[]",
        z_txt=b"",
    )
    assert codes(said) == ["TRB020", "TRB022", "TRB022", "TRB031"]
    assert said[0].help == "did you mean `gine.yaml`?"
    assert said[3].severity is Severity.INFO
    assert said[3].message == (
        "`gine.yaml`, `z.txt` are in the bundle and not listed in its manifest"
    )
    assert [one.input_error for one in said] == [True, True, True, False]


def test_a_changed_file_is_a_finding_and_its_records_stay_with_the_defect() -> None:
    data = b"- {kind: checkpoint, id: a1}\n"
    entry = "files: [{path: a.yaml, sha256: " + digest(b"other") + "}]\n"
    evidence, said = read(entry, a_yaml=data)
    assert codes(said) == ["TRB030"]
    assert (said[0].severity, said[0].input_error) == (Severity.ERROR, False)
    assert evidence is not None
    assert [(f.id, f.defects) for f in evidence.filed] == [("a1", ("digest-mismatch",))]
    assert not evidence.sealed


def test_digests_in_the_manifest_hold_and_are_no_seal_because_nothing_holds_the_manifest() -> None:
    data = b"- {kind: checkpoint, id: a1}\n"
    evidence, said = read("files: [{path: a.yaml, sha256: " + digest(data) + "}]\n", a_yaml=data)
    assert said == ()
    assert evidence is not None
    assert not evidence.sealed
    assert evidence.filed[0].defects == ()


def test_the_digest_of_a_bundle_covers_every_byte_and_every_name() -> None:
    files = {"bundle.yaml": HEAD.encode(), "b.txt": b"x", "a.txt": b"y"}
    lines = "".join(f"{digest(files[n])}  {n}\n" for n in sorted(files))

    def whole(held: dict[str, bytes]) -> str:
        evidence, _ = read_bundle(held)
        assert evidence is not None
        return evidence.sha256

    assert whole(files) == digest(lines.encode())
    assert whole(dict(reversed(files.items()))) == whole(files)
    assert whole({**files, "a.txt": b"z"}) != whole(files)
    assert whole({**files, "c.txt": b""}) != whole(files)


@pytest.mark.parametrize(
    ("entry", "data", "expected"),
    [
        ("{path: a.bin}", b"\x00\x01", ["TRB032"]),
        ("{path: a.bin, reader: attachment}", b"\x00\x01", []),
        ("{path: a.bin, reader: inspct}", b"", ["TRB023"]),
        ("{path: a.bin, defaults: {id: x}}", b"", ["TRB024"]),
        ("{path: a.json}", b'{"x": 1}', ["TRB024"]),
        ("{path: a.json, reader: attachment}", b'{"x": 1}', []),
        ("{path: a.yaml}", b"", ["TRB024"]),
        ("{path: a.yaml}", b"[]", []),
        ("{path: a.yaml}", b"records: {}", ["TRB024"]),
        ("{path: a.yaml}", "a: 1".encode("utf-16"), ["TRB001"]),
    ],
)
def test_a_file_that_gives_no_records_is_never_passed_over(
    entry: str, data: bytes, expected: list[str]
) -> None:
    name = entry.split("path: ")[1][:6].strip(",}")
    files = {"bundle.yaml": f"{HEAD}files: [{entry}]\n".encode(), name: data}
    assert codes(read_bundle(files)[1]) == expected


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("counts: {planned: 9, scored: 5, errored: 1, excluded: 1}", "9 planned; 5 scored"),
        ("counts: {planned: 9, scored: 0, errored: 9, excluded: 0}", "no item of `m-2` was scored"),
        ("value: 120%", "`120%` cannot be the value of a share"),
        ("value: -1%", "`-1%` cannot be the value of a share"),
        ("value: 1.5, interval: from-counts", "`1.5` cannot be the value of a share"),
    ],
)
def test_numbers_that_cannot_be_are_a_finding_and_a_defect(fields: str, words: str) -> None:
    made = f"kind: measurement, id: m-2, benchmark: b, subject: ckpt-9, statistic: mean, {fields}"
    evidence, said = read(records(made))
    assert only(said).code == "TRB033"
    assert words in only(said).message
    assert not only(said).input_error
    assert evidence is not None
    assert evidence.filed[0].defects == ("suspect-counts",)


def test_a_ratio_above_one_is_no_share() -> None:
    made = "kind: measurement, id: m, benchmark: b, subject: ckpt-9, statistic: mean, value: 2.8x"
    evidence, said = read(records(made))
    assert said == ()
    assert evidence is not None
    assert evidence.filed[0].defects == ()


def test_a_link_that_leads_nowhere_is_a_finding_at_its_place() -> None:
    decided = "threshold: T, subject: ckpt-9, ruling: not-reached, decided: 2026-05-01"
    evidence, said = read(
        records(
            "kind: checkpoint, id: ckpt-8, parents: [ckpt-7]",
            f"kind: decision, id: d-1, {decided}, relied_on: [m-1, mm-1, ckpt-8]",
            MEASURED,
        )
    )
    assert [(d.code, d.severity, d.input_error) for d in said] == [
        ("TRB034", Severity.WARNING, False)
    ] * 3
    assert [d.place.pointer for d in said if d.place] == [
        "/records/0/parents/0",
        "/records/1/relied_on/1",
        "/records/1/relied_on/2",
    ]
    assert said[1].help == "did you mean `m-1`?"
    assert said[2].message == "`ckpt-8` is a checkpoint"
    assert len(of(evidence)) == 3


def test_a_record_that_says_that_it_tells_of_the_same_as_none_is_a_finding() -> None:
    _, said = read(records("kind: checkpoint, id: ckpt-8, parents: [], same_as: [ckpt-7]"))
    assert [(d.code, d.subject) for d in said] == [("TRB034", "ckpt-8")]
    assert said[0].place is not None
    assert said[0].place.pointer == "/records/0/same_as/0"


def test_a_link_in_a_part_of_a_record_that_leads_nowhere_is_a_finding() -> None:
    _, said = read(
        records(
            "kind: checkpoint, id: ckpt-8, parents: []",
            "kind: warning, id: w-1, class: c, severity: low, faded: {checkpoint: ckpt-7, how: gone}",
            "kind: warning, id: w-2, class: c, severity: low, faded: {checkpoint: ckpt-8, how: gone}",
            "kind: warning, id: w-3, class: c, severity: low, faded: {checkpoint: w-1, how: rarer}",
            "kind: warning, id: w-4, class: c, severity: low, faded: {checkpoint: ckpt-9, how: rarer}",
            "kind: investigation, id: i-1, warnings: [w-1], "
            "hypotheses: [{text: a, measurements: []}, {text: b, measurements: [m-1]}]",
        )
    )
    assert [(d.code, d.subject, d.message) for d in said] == [
        ("TRB034", "w-1", "`ckpt-7` is not a checkpoint of this bundle"),
        ("TRB034", "w-3", "`w-1` is a warning"),
        ("TRB034", "i-1", "`m-1` is not a measurement of this bundle"),
    ]
    assert (said[0].help or "").startswith("did you mean `ckpt-")
    assert [d.place.pointer for d in said if d.place] == [
        "/records/1/faded/checkpoint",
        "/records/3/faded/checkpoint",
        "/records/5/hypotheses/1/measurements/0",
    ]


@pytest.mark.parametrize(
    ("record", "where"),
    [
        ("kind: checkpoint, id: x-1, same_as: [c-1, x-1]", "same_as/1"),
        ("kind: checkpoint, id: x-1, supersedes: [x-1]", "supersedes/0"),
        (
            "kind: judgement, id: x-1, judges: [p], about: T-1, outcome: denied, relied_on: [m-1, x-1]",
            "relied_on/1",
        ),
        (MEASURED.replace("m-1", "x-1") + ", adjudicates: [x-1]", "adjudicates/0"),
    ],
)
def test_a_link_that_leads_back_to_its_own_record_is_a_finding(record: str, where: str) -> None:
    _, said = read(records(record, "kind: checkpoint, id: c-1", MEASURED))
    assert [(d.code, d.subject, d.message) for d in said] == [
        ("TRB034", "x-1", "`x-1` is this record itself")
    ]
    assert said[0].place is not None
    assert said[0].place.pointer == f"/records/0/{where}"


def test_what_a_ruling_overruled_is_neither_itself_nor_nothing() -> None:
    ruling = "threshold: T-1, subject: ckpt-9, ruling: not-reached, decided: 2026-05-20"
    _, said = read(records(f"kind: decision, id: d-1, {ruling}, overruled: [d-1, j-9]"))
    assert [(d.code, d.subject) for d in said] == [("TRB034", "d-1")] * 2
    assert said[0].message == "`d-1` is a decision"


def test_what_a_record_takes_the_place_of_need_not_be_on_file_and_a_circle_is_told_elsewhere() -> (
    None
):
    _, said = read(
        records(
            "kind: checkpoint, id: c-1, supersedes: [c-0]",
            "kind: checkpoint, id: c-2, parents: [c-2]",
            "kind: training_run, id: run-1, run: run-1",
        )
    )
    assert said == ()


def test_a_link_to_a_record_that_could_not_be_read_is_not_a_second_mistake() -> None:
    _, said = read(
        records(
            "kind: warning, id: w-1, class: c, severity: bad",
            "kind: investigation, id: i-1, warnings: [w-1]",
        )
    )
    assert codes(said) == ["TRB014"]


def test_every_link_names_a_field_and_kinds_that_exist() -> None:
    for link in LINKS:
        assert link.field in KINDS[link.kind].model_fields
        assert set(link.to) <= set(KINDS)
        assert fields_of(KINDS[link.kind])[link.field] in ("text", "names")
        assert all(link.by in KINDS[to].model_fields for to in link.to)
    for link in IN_PARTS:
        part, field = link.field.split(".")
        assert kinds.KINDS[link.kind][part] == "part"
        assert kinds.PARTS[part][field] in ("text", "names")
        assert set(link.to) <= set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_mistake_that_the_model_finds_is_placed_and_counted_once(kind: str) -> None:
    """Each field replaced by what it cannot be: what the model refuses is reported."""
    made, refused = [], 0
    for name, field in KINDS[kind].model_fields.items():
        wrong = {"kind": kind, "id": f"{kind}-{name}", (field.alias or name): {"x": [1.5]}}
        made.append(", ".join(f"{k}: {v}".replace("'", "") for k, v in wrong.items()))
        try:
            KINDS[kind].model_validate(wrong)
        except ValidationError:
            refused += 1
    assert refused > 2
    told = list(dict.fromkeys(made))
    # In parts, as a bundle with more than two hundred mistakes is not told all of them.
    assert sum(_refused(told[at : at + 25]) for at in range(0, len(told), 25)) == refused


def _refused(made: list[str]) -> int:
    """How many of some records have a mistake, each told at its place, and are not read."""
    evidence, said = read(records(*made))
    assert evidence is not None
    assert all(d.place is not None and d.place.line > 5 for d in said)
    at = {d.place.pointer.split("/")[2] for d in said if d.place and d.input_error}
    assert evidence.unread == len(at)
    return len(at)


@pytest.mark.parametrize(
    ("line", "code", "unread"),
    [
        ('{"kind": "checkpoint", "id": "c%d", "parants": []}', "TRB017", 5000),
        ('{"kind": "checkpoint", "id": "c%d", "id": "d"}', "TRB017", 0),
        ('{"kind": "chekpoint", "id": "c%d"}', "TRB017", 5000),
        ('{"kind": "checkpoint", "id": "c%d", ', "TRB017", 5000),
        ('{"kind": "checkpoint", "id": "c%d", "parents": ["d%d"]}', "TRB034", 0),
    ],
)
def test_a_flood_of_mistakes_is_counted_and_not_all_told(line: str, code: str, unread: int) -> None:
    lines = "\n".join(line.replace("%d", str(n)) for n in range(5000))
    evidence, said = read("files: [{path: a.ndjson}]\n", a_ndjson=lines.encode())
    assert evidence is not None
    assert evidence.unread == unread
    assert len(evidence.filed) == 5000 - unread
    assert 200 <= len(said) <= 202
    assert said[-1].code == code
    assert "and 4,800 more" in said[-1].message


def test_a_flood_in_one_text_ends_the_reading() -> None:
    assert len(read("a: 1\n" * 1000)[1]) == 200
    flood = b"{" + b", ".join([b'"a": 1'] * 1000) + b"}"
    assert len(read("files: [{path: a.json}]\n", a_json=flood)[1]) == 200
    many = "files:\n" + "  - {path: a}\n" * 10_001
    assert codes(read(many)[1]) == ["TRB003"]


def test_a_value_that_is_no_number_is_one_mistake() -> None:
    made = "kind: measurement, id: m, benchmark: b, subject: ckpt-9, statistic: mean, value: .nan"
    _, said = read(records(made))
    assert codes(said) == ["TRB002"]
