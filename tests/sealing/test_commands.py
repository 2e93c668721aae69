"""`tra bundle` on real folders with real keys: from an empty folder to a verified bundle."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tra_policy.cli.main import run
from tra_policy.model.schemas import schema

from .bundles import PLAIN, key, line, pem

POLICY = f"""\
tra 1

policy case version 1.0 effective 2026-01-01
  developer lab

party lab
  key {line("lab")}
party outsider
  no ties to lab "its public register of interests"
  key {line("outsider")}

benchmark outer
  designed by outsider
  measures score as percent, mean, higher is worse

threshold T-1
  reached when outer.score >= 20%
"""


@dataclass(frozen=True)
class Said:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Shell:
    """A working folder with a bundle and keys in it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Said:
        code = run(arguments)
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        assert "PRIVATE" not in captured.out + captured.err
        return Said(code, captured.out, captured.err)

    def bundle(self, *arguments: str) -> Said:
        return self("bundle", *arguments)

    def fine(self, *arguments: str) -> Said:
        said = self.bundle(*arguments)
        assert said.code == 0, said.text
        return said

    def verify(self, *more: str) -> Said:
        return self.bundle("verify", "ev", "--policy", "policy.tra", *more)

    def check(self) -> dict[str, object]:
        said = self(
            *("check", "policy.tra", "-e", "ev", "--as-of", "2026-02-01", "--format", "json")
        )
        found: dict[str, object] = json.loads(said.out)
        return found

    def path(self, name: str) -> Path:
        return self.folder / name

    def change(self, name: str, before: bytes, after: bytes) -> None:
        data = self.path(name).read_bytes()
        assert data.count(before) == 1
        self.path(name).write_bytes(data.replace(before, after))


@pytest.fixture
def tra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TRA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "ev").mkdir()
    for name, data in PLAIN.items():
        (tmp_path / "ev" / name).write_bytes(data)
    for name in ("lab", "outsider", "stranger"):
        (tmp_path / f"{name}.pem").write_bytes(pem(name))
    (tmp_path / "policy.tra").write_text(POLICY)
    return Shell(tmp_path, capsys)


@pytest.fixture
def closed(tra: Shell) -> Shell:
    tra.fine("seal", "ev")
    tra.fine("sign", "ev", "--key", "lab.pem")
    tra.fine("sign", "ev", "--key", "outsider.pem")
    return tra


def test_from_an_empty_folder_to_a_signed_bundle(tra: Shell) -> None:
    tra.fine("init", "new", "--developer", "lab", "--subject", "model-1", "--date", "2026-01-31")
    said = tra.fine("add", "ev/results.yaml", "ev/notes.txt", "--into", "new")
    assert said.out == "added results.yaml\nadded notes.txt\n"
    assert tra.fine("seal", "new").out.startswith(
        "sealed new: seal 1 of 2026-01-31, 3 files; 2 records: 1 attestation, 1 measurement\n"
    )
    made = tra.fine("key", "new.pem", "--new")
    assert made.out.startswith("key ed25519:MCowBQYDK2VwAyEA")
    assert tra.path("new.pem").stat().st_mode & 0o077 == 0
    assert tra.fine("key", "new.pem").out == made.out
    tra.fine("sign", "new", "--key", "new.pem")
    wanted = made.out.split()[1]
    said = tra.fine("verify", "new", "--key", wanted)
    assert said.out.splitlines()[:2] == [
        "seal 1 of 2026-01-31 over 3 files holds",
        f"signed by {wanted}",
    ]


def test_what_init_writes_reads_well_and_is_a_bundle(tra: Shell) -> None:
    tra.fine("init", "2026", "--developer", "no", "--date", "2026-01-31")
    text = tra.path("2026/bundle.yaml").read_text()
    assert "id: '2026'\n" in text
    assert "developer: no\n" in text
    assert tra.fine("show", "2026").err == ""
    again = tra.bundle("init", "2026")
    assert (again.code, again.out) == (2, "")
    assert "error[TRX041]" in again.err
    assert tra.path("2026/bundle.yaml").read_text() == text
    assert "is not a name" in tra.bundle("init", "x", "--developer", "my lab").err


def test_several_parties_sign_one_seal_in_one_envelope(closed: Shell) -> None:
    said = closed.verify()
    assert (said.code, said.err) == (0, "")
    assert "seal 1 of 2026-01-31 over 4 files holds\nsigned by lab, outsider\n" in said.out
    value = json.loads(closed.path("ev/bundle.dsse.json").read_text())
    assert [one["keyid"] for one in value["signatures"]] == [line("lab"), line("outsider")]
    before = closed.path("ev/bundle.dsse.json").read_bytes()
    assert "signed with this key already" in closed.fine("sign", "ev", "--key", "lab.pem").out
    assert closed.path("ev/bundle.dsse.json").read_bytes() == before


def test_a_check_reports_the_seal_and_who_signed_what(closed: Shell) -> None:
    report = closed.check()
    bundle = report["bundle"]
    assert isinstance(bundle, dict)
    assert bundle["sealed"] is True
    assert bundle["signed_by"] == ["lab", "outsider"]
    assert bundle["signed_in_part"] == []
    text = closed("check", "policy.tra", "-e", "ev", "--as-of", "2026-02-01").out
    assert "5 read; sealed; signed by lab, outsider" in text
    assert "signed by lab, outsider\n" in text


def test_a_party_signs_its_own_file_and_is_told_apart_from_who_signs_the_whole(tra: Shell) -> None:
    tra.fine("seal", "ev")
    tra.fine("sign", "ev", "--key", "lab.pem")
    tra.fine("sign", "ev", "--key", "outsider.pem", "--file", "ev/results.yaml")
    assert tra.verify().code == 0
    bundle = tra.check()["bundle"]
    assert isinstance(bundle, dict)
    assert (bundle["signed_by"], bundle["signed_in_part"]) == (["lab"], ["outsider"])
    text = tra("check", "policy.tra", "-e", "ev", "--as-of", "2026-02-01").out
    assert "sealed; signed by lab; signed in part by outsider" in text


def swap(tra: Shell) -> None:
    one, other = tra.path("ev/results.yaml"), tra.path("ev/more.ndjson")
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def forge(tra: Shell) -> None:
    """Sign with the stranger's key in the outsider's name."""
    text = tra.path("ev/bundle.dsse.json").read_text()
    tra.path("ev/bundle.dsse.json").unlink()
    tra.fine("sign", "ev", "--key", "stranger.pem")
    forged = tra.path("ev/bundle.dsse.json").read_text().replace(line("stranger"), line("outsider"))
    tra.path("ev/bundle.dsse.json").write_text(forged)
    assert text


def replay(tra: Shell) -> None:
    """Put the old seal with its signatures beside newer files."""
    old = {n: tra.path(f"ev/bundle.{n}.json").read_bytes() for n in ("seal", "dsse")}
    tra.change("ev/bundle.yaml", b"2026-01-31", b"2026-02-15")
    tra.fine("seal", "ev")
    tra.path("ev/bundle.dsse.json").write_bytes(old["dsse"])


ATTACKS: dict[str, tuple[Callable[[Shell], object], list[str]]] = {
    "one byte": (
        lambda tra: tra.change("ev/results.yaml", b"value: 3%", b"value: 2%"),
        ["TRS003", "`results.yaml` was changed after the bundle was sealed"],
    ),
    "a record taken out": (
        lambda tra: tra.change(
            "ev/more.ndjson", PLAIN["more.ndjson"].splitlines(keepends=True)[1], b""
        ),
        ["TRS005", "records of kind `warning`: 2 were sealed, 1 are read", "`more.ndjson`"],
    ),
    "an added file": (
        lambda tra: tra.path("ev/late.txt").write_text("late"),
        ["TRS001", "`late.txt` was added after the bundle was sealed"],
    ),
    "a reordered list": (
        lambda tra: tra.change(
            "ev/bundle.yaml",
            b"  - path: results.yaml\n  - path: more.ndjson\n",
            b"  - path: more.ndjson\n  - path: results.yaml\n",
        ),
        ["TRS004", "`more.ndjson` stands where `results.yaml` stood"],
    ),
    "swapped files": (swap, ["TRS003", "it has the bytes that were sealed as `results.yaml`"]),
    "a swapped digest": (
        lambda tra: tra.change(
            "ev/bundle.seal.json",
            sha256(PLAIN["notes.txt"]).hexdigest().encode(),
            sha256(b"another file").hexdigest().encode(),
        ),
        ["TRS003", "`notes.txt`", "TRS021"],
    ),
    "a forged signer": (forge, ["TRS020", "the signature of `outsider`", "does not verify"]),
    "a replayed seal": (
        replay,
        ["TRS021", "signs seal 1", "dated 2026-01-31; the one at hand is seal 2", "2026-02-15"],
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_caught_and_named_and_the_command_fails(attack: str, closed: Shell) -> None:
    act, words = ATTACKS[attack]
    act(closed)
    said = closed.verify()
    # Swapped, the records of one stand in a file that is read as another format: invalid input.
    assert said.code == (2 if attack == "swapped files" else 1)
    assert [word for word in words if word not in said.out] == []
    found = json.loads(closed.verify("--format", "json").out)
    assert found["findings"]
    assert all(one["path"] and one["message"] for one in found["findings"])


def test_after_an_attack_on_a_file_its_records_no_longer_count(closed: Shell) -> None:
    before = closed.check()["thresholds"][0]  # type: ignore[index]
    assert before["state"] == "not_reached"
    closed.change("ev/results.yaml", b"value: 3%", b"value: 2%")
    after = closed.check()["thresholds"][0]  # type: ignore[index]
    assert after["state"] == "unknown"
    assert after["measurements"][0]["reasons"] == ["digest-mismatch", "signature-missing"]


def test_sealing_again_puts_the_signatures_aside_and_they_still_cover_what_stayed(
    closed: Shell,
) -> None:
    first = closed.path("ev/bundle.seal.json").read_bytes()
    closed.path("seal-1.json").write_bytes(first)
    assert closed.fine("seal", "ev").out == "nothing has changed since seal 1\n"
    closed.path("late.yaml").write_text("- {id: ck-0, kind: checkpoint}\n")
    closed.fine("add", "late.yaml", "--into", "ev")
    assert "seal 2 of 2026-01-31, 5 files; 6 records" in closed.fine("seal", "ev").out
    assert not closed.path("ev/bundle.dsse.json").exists()
    said = closed.verify("--after", "seal-1.json")
    assert said.code == 0
    assert "signed seal 1, an earlier one: of its 4 files 3 are as they were" in said.out
    shown = json.loads(closed.fine("show", "ev", "-p", "policy.tra", "--format", "json").out)
    by = {one["path"]: one["signed_by"] for one in shown["files"]}
    assert by == {
        "bundle.yaml": [],
        "results.yaml": ["lab", "outsider"],
        "more.ndjson": ["lab", "outsider"],
        "notes.txt": ["lab", "outsider"],
        "late.yaml": [],
    }
    closed.fine("sign", "ev", "--key", "lab.pem")
    assert "signed by lab\n" in closed.verify().out


def test_a_bundle_that_was_rolled_back_is_told_by_the_seal_that_somebody_kept(
    closed: Shell,
) -> None:
    old = {p.name: p.read_bytes() for p in closed.path("ev").glob("bundle.*")}
    closed.change("ev/bundle.yaml", b"step: 5000", b"step: 5001")
    closed.fine("seal", "ev")
    kept = closed.path("kept.json")
    kept.write_bytes(closed.path("ev/bundle.seal.json").read_bytes())
    for name, data in old.items():
        closed.path(f"ev/{name}").write_bytes(data)
    for path in closed.path("ev/signatures").iterdir():
        path.unlink()
    assert closed.verify().code == 0
    said = closed.verify("--after", "kept.json")
    assert said.code == 1
    assert "TRS042" in said.out


def test_a_key_that_must_have_signed_did_or_the_command_fails(closed: Shell) -> None:
    for wanted in ("lab.pem", line("outsider")):
        assert closed.fine("verify", "ev", "--key", wanted).code == 0
    said = closed.bundle("verify", "ev", "--key", "stranger.pem")
    assert said.code == 1
    assert f"TRS041]: `{line('stranger')}` did not sign the bundle as it is" in said.out
    closed.change("ev/notes.txt", b"not", b"now")
    assert "TRS041" in closed.bundle("verify", "ev", "--key", "lab.pem").out


def test_a_bundle_without_a_seal_fails_to_verify(tra: Shell) -> None:
    said = tra.verify()
    assert said.code == 1
    assert "error[TRS040]: the bundle is not sealed" in said.out
    assert "not sealed\nnot signed" in said.out


def test_without_a_policy_a_signature_holds_for_a_key_of_which_nobody_says_whose_it_is(
    closed: Shell,
) -> None:
    said = closed.fine("verify", "ev")
    assert "TRS025" not in said.out
    assert line("lab") in said.out
    closed.path("other.tra").write_text(POLICY.replace(f"  key {line('outsider')}\n", ""))
    said = closed.bundle("verify", "ev", "-p", "other.tra")
    assert (said.code, "TRS025" in said.out) == (0, True)


def test_an_archive_is_verified_and_shown_as_the_folder_is_and_never_written_to(
    closed: Shell,
) -> None:
    with zipfile.ZipFile("ev.zip", "w") as archive:
        for path in sorted(closed.path("ev").rglob("*")):
            archive.write(path, path.relative_to(closed.folder))
    assert closed.bundle("verify", "ev.zip", "-p", "policy.tra").out == closed.verify().out
    for arguments in (("seal", "ev.zip"), ("sign", "ev.zip", "--key", "lab.pem")):
        said = closed.bundle(*arguments)
        assert said.code == 2
        assert "`ev.zip` is not the folder of a bundle" in said.err


def test_show_tells_what_is_in_a_bundle_as_text_and_by_its_schema(closed: Shell) -> None:
    text = closed.fine("show", "ev", "-p", "policy.tra").out
    for words in (
        "developer  lab",
        "1 attestation, 1 measurement; signed by lab, outsider",
        "kept as an attachment",
        "5 records: 1 attestation, 1 checkpoint, 1 measurement, 2 warning",
        "seal 1 of 2026-01-31 over 4 files holds",
        "outsider    has a key; signed 5 records",
    ):
        assert words in " ".join(text.split(" ")), words
    found = json.loads(closed.fine("show", "ev", "--format", "json").out)
    jsonschema.Draft202012Validator(schema("bundle_report")).validate(found)
    seal = json.loads(closed.path("ev/bundle.seal.json").read_text())
    jsonschema.Draft202012Validator(schema("seal")).validate(seal)


def test_a_bundle_with_mistakes_is_not_sealed_and_shows_what_could_be_read(tra: Shell) -> None:
    tra.change("ev/results.yaml", b"value: 3%", b"valu: 3%")
    said = tra.bundle("seal", "ev")
    assert said.code == 2
    assert "TRB011" in said.err
    assert "error[TRX051]: the bundle is not sealed: first correct" in said.err
    assert not tra.path("ev/bundle.seal.json").exists()
    assert tra.bundle("show", "ev").code == 2


def test_only_a_seal_that_holds_is_signed(tra: Shell) -> None:
    said = tra.bundle("sign", "ev", "--key", "lab.pem")
    assert said.code == 2
    assert "the bundle is not sealed" in said.err
    tra.fine("seal", "ev")
    tra.change("ev/notes.txt", b"not", b"now")
    said = tra.bundle("sign", "ev", "--key", "lab.pem")
    assert said.code == 2
    assert "TRS003" in said.err
    assert "the seal does not hold" in said.err
    assert not tra.path("ev/bundle.dsse.json").exists()


def test_a_file_that_is_not_in_the_bundle_is_not_signed(tra: Shell) -> None:
    said = tra.bundle("sign", "ev", "--key", "lab.pem", "--file", "result.yaml")
    assert said.code == 2
    assert "`result.yaml` is not a file of the bundle" in said.err
    assert "did you mean `results.yaml`?" in said.err


def test_an_envelope_of_another_tool_gets_no_more_signatures(closed: Shell) -> None:
    path = closed.path("ev/bundle.dsse.json")
    path.write_text(json.dumps(json.loads(path.read_text())))
    said = closed.bundle("sign", "ev", "--key", "stranger.pem")
    assert said.code == 2
    assert "was written by another tool" in said.err


def private(made: object, password: bytes = b"") -> bytes:
    how = BestAvailableEncryption(password) if password else NoEncryption()
    data: bytes = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)  # type: ignore[attr-defined]
    return data


WRONG_KEYS: dict[str, tuple[Callable[[], bytes], str]] = {
    "with a passphrase": (lambda: private(key("lab"), b"secret"), "protected by a passphrase"),
    "of RSA": (
        lambda: private(rsa.generate_private_key(public_exponent=65537, key_size=2048)),
        "of another type than Ed25519",
    ),
    "of an elliptic curve": (
        lambda: private(ec.generate_private_key(ec.SECP256R1())),
        "of another type than Ed25519",
    ),
    "of Ed448": (
        lambda: private(ed448.Ed448PrivateKey.generate()),
        "of another type than Ed25519",
    ),
    "that is public": (
        lambda: (
            key("lab").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        ),
        "it is a public key",
    ),
    "of OpenSSH": (
        lambda: key("lab").private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
        "OpenSSH's own format",
    ),
    "that is nothing": (lambda: b"", "no private key in PEM"),
    "that is cut off": (lambda: pem("lab")[:60], "no private key in PEM"),
    "that is binary": (lambda: bytes(range(256)), "no private key in PEM"),
}


@pytest.mark.parametrize("what", WRONG_KEYS)
def test_a_key_that_cannot_sign_is_refused_with_the_reason(what: str, tra: Shell) -> None:
    make, words = WRONG_KEYS[what]
    tra.path("wrong.pem").write_bytes(make())
    tra.fine("seal", "ev")
    said = tra.bundle("sign", "ev", "--key", "wrong.pem")
    assert said.code == 2
    assert "error[TRX050]" in said.err
    assert words in said.err
    assert not tra.path("ev/bundle.dsse.json").exists()


def test_the_line_of_a_key_is_the_same_for_both_halves_and_is_what_a_policy_takes(
    tra: Shell,
) -> None:
    public = key("lab").public_key()
    tra.path("pub.pem").write_bytes(
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    assert tra.fine("key", "lab.pem").out == tra.fine("key", "pub.pem").out
    assert tra.fine("key", "lab.pem").out == f"key {line('lab')}\n"
    assert "error[TRX041]" in tra.bundle("key", "lab.pem", "--new").err
    assert tra.bundle("key", "none.pem").code == 2
    assert tra.path("lab.pem").read_bytes() == pem("lab")


def test_the_line_is_the_one_that_openssl_writes(tra: Shell) -> None:
    der = subprocess.run(
        ["openssl", "pkey", "-in", "lab.pem", "-pubout", "-outform", "DER"],
        capture_output=True,
        check=False,
        cwd=tra.folder,
    )
    if der.returncode:
        pytest.skip("this OpenSSL knows no Ed25519")
    import base64

    assert line("lab") == "ed25519:" + base64.b64encode(der.stdout).decode()


def test_a_private_key_is_never_handed_over_with_a_bundle(tra: Shell) -> None:
    said = tra.bundle("add", "lab.pem", "--into", "ev")
    assert said.code == 2
    assert "it holds a private key" in said.err
    tra.path("ev/lab.pem").write_bytes(pem("lab"))
    said = tra.bundle("seal", "ev")
    assert said.code == 2
    assert "`lab.pem` holds a private key, which would be handed over" in said.err
    assert not tra.path("ev/bundle.seal.json").exists()


def test_an_unknown_command_is_answered_as_at_the_front_door(tra: Shell) -> None:
    said = tra.bundle("seel", "ev")
    assert said.code == 2
    assert "error[TRX020]: there is no command `bundle seel`" in said.err
    assert "did you mean `seal`?" in said.err
    assert tra.bundle().code == 2
    for name in ("init", "add", "seal", "sign", "verify", "show", "key"):
        assert f"tra bundle {name}" in tra.bundle(name, "--help").out


def test_nothing_is_written_through_a_link_out_of_the_bundle(closed: Shell) -> None:
    outside = closed.path("outside")
    outside.mkdir()
    closed.path("ev/signatures").symlink_to(outside, target_is_directory=True)
    said = closed.bundle("sign", "ev", "--key", "lab.pem", "--file", "results.yaml")
    assert said.code == 2
    assert "leads out of the bundle" in said.err
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "crypto"),
    [
        (("bundle", "show", "ev"), False),
        (("bundle", "seal", "ev"), False),
        (("check", "policy.tra", "-e", "ev", "--format", "json"), False),
        (("bundle", "sign", "ev", "--key", "lab.pem", "--file", "notes.txt"), True),
    ],
)
def test_cryptography_is_loaded_only_where_something_is_signed_or_verified(
    arguments: tuple[str, ...], crypto: bool, tra: Shell
) -> None:
    program = (
        "import sys; from tra_policy.cli.main import run; run(sys.argv[1:]);"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=tra.folder,
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    assert ({"securesystemslib", "cryptography"} <= loaded) is crypto
    assert not loaded & {"jsonschema", "rich"}
