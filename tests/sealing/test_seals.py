"""A seal holds for the bundle that it closed; every difference is found and named."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tra_policy.model.evidence.custody import SEAL_FILE, written
from tra_policy.sealing.statements import same_state, seal_of
from tra_policy.words.diagnostic import Diagnostic, Severity

from .bundles import PLAIN, Files, codes, defects, looked, opened, sealed, signed

CLOSED = sealed(PLAIN)


def named(said: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return sorted((d.code, d.subject) for d in said)


def test_a_bundle_that_is_as_it_was_closed_is_sealed_and_nothing_is_said() -> None:
    evidence, said = looked(CLOSED)
    assert said == ()
    assert evidence.sealed
    assert evidence.signed_by == ()
    assert defects(evidence) == {}


def test_a_bundle_without_a_seal_comes_back_as_it_was() -> None:
    evidence, said = looked(PLAIN)
    assert said == ()
    assert not evidence.sealed


def test_a_seal_lists_every_file_in_order_with_its_digest_its_size_and_its_reader() -> None:
    _, custody = opened(CLOSED)
    assert custody.seal is not None
    seal = custody.seal
    assert [one.name for one in seal.subject] == list(PLAIN)
    assert [one.digest.sha256 for one in seal.subject] == [
        sha256(data).hexdigest() for data in PLAIN.values()
    ]
    assert [one.bytes for one in seal.predicate.files] == [len(d) for d in PLAIN.values()]
    assert [one.reader for one in seal.predicate.files] == [None, None, None, "attachment"]
    assert seal.predicate.records == {
        "attestation": 1,
        "checkpoint": 1,
        "measurement": 1,
        "warning": 2,
    }
    assert (seal.predicate.sequence, seal.predicate.earlier) == (1, ())


def test_a_file_that_is_not_listed_is_sealed_all_the_same() -> None:
    closed = sealed({**PLAIN, "extra/readme.txt": b"x"})
    evidence, said = looked(closed)
    assert evidence.sealed
    assert codes(said) == ["TRB031"]
    assert named(looked({**closed, "extra/readme.txt": b"y"})[1]) == [
        ("TRB031", ""),
        ("TRS003", "extra/readme.txt"),
    ]


def changed(name: str, before: bytes, after: bytes) -> Files:
    assert CLOSED[name].count(before) == 1
    return {**CLOSED, name: CLOSED[name].replace(before, after)}


TAMPERED: dict[str, tuple[Files, list[tuple[str, str]]]] = {
    "one byte of a file with records": (
        changed("results.yaml", b"value: 3%", b"value: 2%"),
        [("TRS003", "results.yaml")],
    ),
    "one byte of a file that is not read": (
        changed("notes.txt", b"not", b"now"),
        [("TRS003", "notes.txt")],
    ),
    "a record taken out": (
        {**CLOSED, "more.ndjson": CLOSED["more.ndjson"].splitlines(keepends=True)[0]},
        [("TRS003", "more.ndjson"), ("TRS005", "warning")],
    ),
    "records in another order": (
        {**CLOSED, "more.ndjson": b"".join(CLOSED["more.ndjson"].splitlines(keepends=True)[::-1])},
        [("TRS003", "more.ndjson")],
    ),
    "a file added": ({**CLOSED, "late.yaml": b"[]\n"}, [("TRB031", ""), ("TRS001", "late.yaml")]),
    "a file taken out with its entry": (
        {
            **{n: d for n, d in CLOSED.items() if n != "more.ndjson"},
            "bundle.yaml": CLOSED["bundle.yaml"].replace(b"  - path: more.ndjson\n", b""),
        },
        [("TRS002", "more.ndjson"), ("TRS003", "bundle.yaml"), ("TRS005", "warning")],
    ),
    "the list of files in another order": (
        changed(
            "bundle.yaml",
            b"  - path: results.yaml\n  - path: more.ndjson\n",
            b"  - path: more.ndjson\n  - path: results.yaml\n",
        ),
        [("TRS003", "bundle.yaml"), ("TRS004", "more.ndjson")],
    ),
    "another day": (
        changed("bundle.yaml", b"2026-01-31", b"2026-01-30"),
        [("TRS003", "bundle.yaml"), ("TRS006", "date")],
    ),
    "another subject": (
        changed("bundle.yaml", b"subject: model-1", b"subject: model-2"),
        [("TRS003", "bundle.yaml"), ("TRS006", "subject")],
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_change_is_named(what: str) -> None:
    files, expected = TAMPERED[what]
    evidence, said = looked(files)
    assert not evidence.sealed
    assert named(said) == expected
    assert all(d.place is not None and d.place.path for d in said)
    assert all(d.severity is Severity.ERROR for d in said if d.code.startswith("TRS"))
    assert not any(d.input_error for d in said)


def test_two_files_that_were_swapped_are_told_apart_from_two_that_were_rewritten() -> None:
    files = {**CLOSED, "results.yaml": PLAIN["more.ndjson"], "more.ndjson": PLAIN["results.yaml"]}
    _, said = looked(files)
    of_results = next(d for d in said if (d.code, d.subject) == ("TRS003", "results.yaml"))
    assert of_results.help == "it has the bytes that were sealed as `more.ndjson`"


def test_a_renamed_file_is_missing_and_added_and_the_advice_says_so() -> None:
    files = {n if n != "notes.txt" else "words.txt": d for n, d in CLOSED.items()}
    _, said = looked(files)
    advice = {d.code: d.help for d in said}
    assert advice["TRS001"] == "it has the bytes that were sealed as `notes.txt`"
    assert advice["TRS002"] == "its bytes are in `words.txt`"


def test_the_records_of_a_changed_file_are_marked_and_no_others() -> None:
    evidence, _ = looked(changed("results.yaml", b"value: 3%", b"value: 2%"))
    assert defects(evidence) == {"m-1": ("digest-mismatch",), "a-1": ("digest-mismatch",)}


def test_a_digest_that_was_swapped_in_the_seal_is_named() -> None:
    digests = [sha256(PLAIN[name]).hexdigest().encode() for name in ("results.yaml", "notes.txt")]
    seal = CLOSED[SEAL_FILE].replace(digests[0], b"#").replace(digests[1], digests[0])
    files = {**CLOSED, SEAL_FILE: seal.replace(b"#", digests[1])}
    evidence, said = looked(files)
    assert not evidence.sealed
    assert named(said) == [("TRS003", "notes.txt"), ("TRS003", "results.yaml")]


def test_a_digest_that_was_swapped_in_the_manifest_is_said_once() -> None:
    digest = sha256(b"another").hexdigest().encode()
    entry = b"{path: notes.txt, reader: attachment, sha256: " + digest + b"}"
    files = {
        **CLOSED,
        "bundle.yaml": PLAIN["bundle.yaml"].replace(
            b"{path: notes.txt, reader: attachment}", entry
        ),
        "notes.txt": b"changed\n",
    }
    _, said = looked(files)
    assert named(said) == [("TRB030", "notes.txt"), ("TRS003", "bundle.yaml")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"sequence": 1', b'"sequence": 2'),
        (b'"path": "notes.txt"', b'"path": "motes.txt"'),
        (b'"name": "notes.txt"', b'"name": "results.yaml"'),
    ],
)
def test_a_seal_that_contradicts_itself_does_not_hold(before: bytes, after: bytes) -> None:
    files = {**CLOSED, SEAL_FILE: CLOSED[SEAL_FILE].replace(before, after)}
    evidence, said = looked(signed(files, "outsider"), "outsider")
    assert "TRS007" in codes(said)
    assert not evidence.sealed
    assert {filed.signed_by for filed in evidence.filed} == {()}


def test_a_seal_that_is_no_seal_is_a_mistake_at_its_place_and_the_bundle_is_still_read() -> None:
    for data, expected in (
        (b"{", "TRB002"),
        (b"[]", "TRB013"),
        (CLOSED[SEAL_FILE].replace(b'"sequence": 1,', b'"sequence": 1, "sequence": 2,'), "TRB004"),
        (CLOSED[SEAL_FILE].replace(b'"sequence"', b'"sequenze"'), "TRB011"),
    ):
        evidence, said = looked({**CLOSED, SEAL_FILE: data})
        assert codes(said) == [expected]
        assert said[0].input_error
        assert said[0].place is not None
        assert said[0].place.path == SEAL_FILE
        assert not evidence.sealed
        assert len(evidence.filed) == 5


def test_a_second_seal_follows_the_first_and_names_it() -> None:
    again = {**CLOSED, "notes.txt": b"more words\n"}
    evidence, custody = opened(again)
    seal = seal_of(evidence, custody)
    digest = sha256(CLOSED[SEAL_FILE]).hexdigest()
    assert (seal.predicate.sequence, seal.predicate.earlier) == (2, (digest,))
    third = {**again, SEAL_FILE: written(seal).encode(), "notes.txt": b"and more\n"}
    seal = seal_of(*opened(third))
    assert seal.predicate.sequence == 3
    assert seal.predicate.earlier == (digest, sha256(third[SEAL_FILE]).hexdigest())


def test_the_same_state_is_the_same_whatever_its_number() -> None:
    evidence, custody = opened(CLOSED)
    assert custody.seal is not None
    assert same_state(custody.seal, seal_of(evidence, custody))
    evidence, custody = opened({**CLOSED, "notes.txt": b"z"})
    assert custody.seal is not None
    assert not same_state(custody.seal, seal_of(evidence, custody))


def test_thousands_of_changes_do_not_give_thousands_of_messages() -> None:
    many = {f"n{n:04}.txt": b"x" for n in range(1500)}
    files = {**sealed({**PLAIN, **many}), **dict.fromkeys(many, b"y")}
    _, said = looked(files)
    of_files = [d for d in said if d.code == "TRS003"]
    assert len(of_files) == 51
    assert of_files[-1].message == "and 1,450 more of the same sort"
