"""The project's own rows: of the published form, each with its source, and none forgotten."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from tra_policy.model.registry import BenchmarkRow, OrganisationRow, Registry, Sourced
from tra_policy.model.schemas import schema
from tra_policy.workspace import open_registry

FOLDER = Path(__file__).parents[2] / "policies" / "registry"
CODED = {row["id"]: row for row in csv.DictReader((FOLDER / "coding.csv").open(encoding="utf-8"))}

# Rows of the coding that are about no benchmark, and why.
LEFT_OUT = {
    "B027": "a run of tests that have rows of their own, with nobody named as designer",
    "B048": "an engagement of two authorities whose instruments are not published",
    "B059": "an engagement of two authorities whose instruments are not published",
    "B069": "an engagement of several testers whose instruments are not published",
    "B117": "a suite that is only called mixed",
    "B120": "automated tests and trials that are only called mixed",
}
# What the coding calls the designers, where that is nobody's name, and what stands for it.
NOBODY = {"academic", "mixed", "as above", "gov", "-", "unnamed", "unnamed expert"}


def shipped() -> Registry:
    registry, said = open_registry()
    assert said == ()
    return registry


REGISTRY = shipped()
BENCHMARKS = REGISTRY.benchmarks
ORGANISATIONS = REGISTRY.organisations


def statements(row: BenchmarkRow | OrganisationRow) -> list[Sourced]:
    if isinstance(row, OrganisationRow):
        return [row, *row.parents, *row.ties, *row.no_ties]
    seen = [row.items_visible_to] if row.items_visible_to else []
    return [*row.roles, *row.versions, *row.metrics, *seen]


@pytest.mark.parametrize("name", ["benchmarks.yaml", "organisations.yaml"])
def test_a_shipped_file_fits_the_published_schema(name: str) -> None:
    found = schema("registry")
    assert found is not None
    value = yaml.load((FOLDER / name).read_text("utf-8"), Loader=yaml.BaseLoader)

    def typed(one: object, key: str = "") -> object:
        if isinstance(one, dict):
            return {k: typed(v, k) for k, v in one.items()}
        if isinstance(one, list):
            return [typed(v) for v in one]
        if key in ("verified", "unnamed"):
            return {"true": True, "false": False}[str(one)]
        return int(str(one)) if key == "items" else one

    errors = [e.message for e in Draft202012Validator(found).iter_errors(typed(value))]
    assert errors == []


def test_there_are_many_rows_and_each_id_is_there_once() -> None:
    assert len(BENCHMARKS) >= 60
    files = [yaml.safe_load((FOLDER / f"{n}.yaml").read_text("utf-8")) for n in PARTS]
    for part, file in zip(PARTS, files, strict=True):
        assert [i for i, n in Counter(row["id"] for row in file[part]).items() if n > 1] == []


PARTS = ("benchmarks", "organisations")


def test_a_name_belongs_to_one_row() -> None:
    names = [n.casefold() for b in BENCHMARKS for n in {b.id, *(a.name for a in b.aliases)}]
    assert [n for n, many in Counter(names).items() if many > 1] == []
    names = [n for o in ORGANISATIONS for n in {x.casefold() for x in (o.id, o.title, *o.aliases)}]
    assert [n for n, many in Counter(names).items() if many > 1] == []


def test_an_alias_leads_to_its_row() -> None:
    for row in BENCHMARKS:
        for alias in row.aliases:
            assert [REGISTRY.benchmark(n) for n in alias.names] == [row] * len(alias.names)
            assert REGISTRY.benchmark(alias.name.upper()) is row


@pytest.mark.parametrize("row", [*BENCHMARKS, *ORGANISATIONS], ids=lambda row: row.id)
def test_every_statement_has_a_source_and_says_what_is_missing(
    row: BenchmarkRow | OrganisationRow,
) -> None:
    for said in statements(row):
        assert said.source.strip()
        assert said.verified == (said.missing is None), said.source


@pytest.mark.parametrize("row", BENCHMARKS, ids=lambda row: row.id)
def test_what_a_source_calls_a_coding_row_is_what_that_row_says(row: BenchmarkRow) -> None:
    for said in statements(row):
        for cited in re.findall(r"coding (B\d{3})", said.source):
            coded = CODED[cited]
            card = re.sub(r"\bSC\b", "system card", coded["source"])
            assert card in said.source or ";" in said.source
            if said.source == f"{card} (coding {cited})":
                assert said.verified == (coded["verif"] == "P"), cited


def test_every_row_of_the_coding_is_about_a_benchmark_or_left_out_with_a_reason() -> None:
    mapped = {cited for row in BENCHMARKS for cited in row.coded}
    assert mapped <= set(CODED)
    assert set(CODED) - mapped == set(LEFT_OUT)


def _named_in(coded: str) -> set[str]:
    """The organisations whose names stand in what the coding calls the designers."""
    found = set()
    for org in ORGANISATIONS:
        names = [org.title, *org.aliases]
        if not org.unnamed and any(re.search(rf"\b{re.escape(n)}\b", coded) for n in names):
            found.add(org.id)
    return found


@pytest.mark.parametrize("cited", sorted(set(CODED) - set(LEFT_OUT)))
def test_whoever_the_coding_names_as_designer_is_named_in_the_registry(cited: str) -> None:
    coded = re.split(r";? ?participants", CODED[cited]["designer"])[0]
    rows = [row for row in BENCHMARKS if cited in row.coded]
    parties = {role.party for row in rows for role in row.roles}
    assert _named_in(coded) <= parties
    if not _named_in(coded) and coded not in NOBODY:
        assert parties, coded


@pytest.mark.parametrize("cited", sorted(set(CODED) - set(LEFT_OUT)))
def test_a_test_that_the_coding_calls_a_labs_own_is_that_labs(cited: str) -> None:
    coded = CODED[cited]
    if coded["design_indep"] not in ("lab", "co-dev"):
        return
    lab = REGISTRY.organisation(coded["lab"])
    assert lab is not None
    for row in (r for r in BENCHMARKS if cited in r.coded):
        if len([r for r in BENCHMARKS if cited in r.coded]) == 1:
            assert lab.id in {role.party for role in row.designers}


def test_every_party_is_an_organisation() -> None:
    known = {o.id for o in ORGANISATIONS}
    named = {role.party for b in BENCHMARKS for role in b.roles}
    named |= {p for b in BENCHMARKS if b.items_visible_to for p in b.items_visible_to.parties}
    named |= {p.organisation for o in ORGANISATIONS for p in o.parents}
    named |= {t.other for o in ORGANISATIONS for t in (*o.ties, *o.no_ties)}
    assert named - known == set()


def test_what_a_row_is_made_from_is_a_row() -> None:
    ids = {b.id for b in BENCHMARKS}
    assert {x for b in BENCHMARKS for x in (b.subset_of, b.modified_from) if x} <= ids


def test_nobody_but_an_authority_is_independent_by_the_registry_alone() -> None:
    """No source at hand states that there is no pay, ownership, control or shared leadership."""
    assert [n.source for o in ORGANISATIONS for n in o.no_ties if n.verified] == []
    coded = {"US AISI", "US CAISI", "UK AISI", "National Nuclear Security Administration"}
    assert {o.title for o in ORGANISATIONS if o.kind == "authority"} == coded


def test_a_row_given_by_a_user_replaces_the_whole_row(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "format: tra.registry/1\nbenchmarks:\n  - {id: vct, title: Mine}\n  - {id: new, title: New}\n"
    )
    mine, said = open_registry([str(file)])
    assert said == ()
    assert mine.benchmark("vct") == BenchmarkRow(id="vct", title="Mine")
    assert mine.benchmark("vmqa") is None
    assert len(mine.benchmarks) == len(BENCHMARKS) + 1
    alone, _ = open_registry([str(tmp_path)], shipped=False)
    assert [row.id for row in alone.benchmarks] == ["vct", "new"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("format: tra.registry/2\n", "TRB014"),
        ("benchmarks: []\n", "TRB012"),
        ("format: tra.registry/1\nbenchmark: []\n", "TRB011"),
        (
            "format: tra.registry/1\nbenchmarks:\n  - {id: a, title: A}\n  - {id: A, title: B}\n",
            "TRB016",
        ),
        (
            "format: tra.registry/1\nbenchmarks: [{id: a, title: A, roles: [{party: x}]}]\n",
            "TRB012",
        ),
        ("- a\n", "TRB013"),
        ("{\n", "TRB002"),
    ],
)
def test_a_file_with_a_mistake_is_refused_at_its_place(
    text: str, code: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    registry, said = open_registry([str(file)], shipped=False)
    assert registry.benchmarks == ()
    assert code in {one.code for one in said}
    assert all(one.input_error and one.place and one.place.path == str(file) for one in said)
