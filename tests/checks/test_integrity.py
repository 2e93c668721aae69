"""Checks of lines of checkpoints, digests and configurations."""

from __future__ import annotations

import pytest

from tra_policy.words.diagnostic import Severity

from .looking import THRESHOLD, look, seen

A, B, C = "a" * 64, "b" * 64, "c" * 64


def checkpoint(name: str, **fields: object) -> str:
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return f"- {{id: {name}, kind: checkpoint{said}}}\n"


def measured(name: str, subject: str = "model-1", benchmark: str = "own", **fields: object) -> str:
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return (
        f"- {{id: {name}, kind: measurement, benchmark: {benchmark}, metric: score, "
        f"subject: {subject}, statistic: mean{said}}}\n"
    )


def deployed(name: str, digest: str = "", subject: str = "model-1", **fields: object) -> str:
    said = f", digest: {digest}" if digest else ""
    said += "".join(f", {key}: {value}" for key, value in fields.items())
    return f"- {{id: {name}, kind: deployment, subject: {subject}{said}, deployed: 2026-01-20}}\n"


def test_digests_that_cannot_be_told_apart_by_place_are_reported() -> None:
    records = checkpoint("base") + checkpoint("end", parents="[base]", parent_digests=f"[{A}, {B}]")
    assert [what.message for what in look("I2", records)] == [
        "`end` has 1 parents and 2 digests of parents"
    ]


def test_a_circle_is_reported_once_and_what_only_hangs_on_it_is_not_named() -> None:
    records = "".join(
        checkpoint(name, parents=f"[{parent}]")
        for name, parent in (("a", "c"), ("b", "a"), ("c", "b"), ("below", "c"))
    ) + checkpoint("above", parents="[]")
    assert [what.message for what in look("I2", records)] == [
        "`a`, `b` and `c` would be trained on from one another"
    ]


def test_a_checkpoint_that_is_its_own_parent_is_reported() -> None:
    assert seen("I2", checkpoint("a", parents="[a]")) == ["a"]


@pytest.mark.parametrize(
    ("called", "message"),
    [
        ({"a": "a"}, "`a` would be a snapshot of itself"),
        ({"a": "b", "b": "a", "c": "a"}, "`a` and `b` would be snapshots of one another"),
        ({"a": "b", "b": "c", "c": "model-1"}, ""),
    ],
)
def test_a_circle_of_snapshots_is_reported_and_a_chain_of_them_is_none(
    called: dict[str, str], message: str
) -> None:
    records = "".join(checkpoint(name, snapshot_of=of) for name, of in called.items())
    assert [what.message for what in look("I2", records)] == ([message] if message else [])


def test_a_run_that_began_from_other_weights_than_its_base_is_reported() -> None:
    run = f"- {{id: run-1, kind: training_run, base_model: base, base_digest: {B}}}\n"
    assert seen("I2", checkpoint("base", digest=A) + run) == ["run-1"]
    assert seen("I2", checkpoint("base") + run) == []


def test_a_tampered_parent_shows_nothing() -> None:
    records = checkpoint("base", digest=A) + checkpoint(
        "end", parents="[base]", parent_digests=f"[{B}]"
    )
    assert seen("I2", records) == ["end"]
    assert seen("I2", records, defects={"base": "digest-mismatch"}) == []


def test_a_second_deployment_of_weights_that_nothing_measured_is_reported() -> None:
    records = measured("m-1", digest=A) + deployed("dep-1", A) + deployed("dep-2", B)
    assert seen("I3", records) == ["dep-2"]


def test_a_variant_is_a_matter_of_coverage() -> None:
    records = (
        measured("m-1", digest=A) + deployed("dep-1", A) + deployed("dep-2", B, variant="mini")
    )
    assert seen("I3", records) == []


def test_a_deployment_that_does_not_say_what_it_deployed_leaves_it_open() -> None:
    assert seen("I3", measured("m-1", digest=A) + deployed("dep-1")) == []
    one_open = measured("m-1", digest=A) + measured("m-2", digest=B)
    assert seen("I3", one_open + deployed("dep-1", B) + deployed("dep-2")) == []


def test_an_unsound_measurement_of_the_deployed_weights_does_not_clear() -> None:
    records = measured("m-1", digest=A) + measured("m-2", digest=B) + deployed("dep-1", B)
    records = records.replace("m-1, kind", "m-1, author: lab, kind")
    assert seen("I3", measured("m-2", digest=B) + deployed("dep-1", B)) == []
    assert seen("I3", records) == ["dep-1"]
    found = look("I3", records, defects={"m-2": "signature-bad"})
    assert [what.message for what in found] == [
        "`m-1` measured other weights than `dep-1` deployed"
    ]


def test_deployed_weights_that_are_not_the_checkpoints_are_reported() -> None:
    assert seen("I3", checkpoint("model-1", digest=A) + deployed("dep-1", B)) == ["dep-1"]


def decision(cited: str, ruling: str = "not-reached", subject: str = "model-1") -> str:
    return (
        f"- {{id: d-1, kind: decision, threshold: T-1, subject: {subject}, ruling: {ruling}, "
        f"relied_on: [{cited}], decided: 2026-01-15}}\n"
    )


LINE = checkpoint("early") + checkpoint("model-1", parents="[early]")


def test_a_ruling_on_an_earlier_snapshot_is_reported_until_the_released_one_is_measured() -> None:
    records = LINE + measured("m-1", "early") + decision("m-1")
    assert seen("I3", records, THRESHOLD) == ["d-1"]
    final = measured("m-2", "model-1")
    assert seen("I3", records + final, THRESHOLD) == []
    assert seen("I3", records + final, THRESHOLD, defects={"m-2": "digest-mismatch"}) == ["d-1"]


def test_a_ruling_that_does_not_rule_out_may_cite_any_snapshot() -> None:
    records = LINE + measured("m-1", "early") + decision("m-1", "cannot-rule-out")
    assert seen("I3", records, THRESHOLD) == []


def test_a_subject_that_no_checkpoint_declares_is_not_shown_to_be_another() -> None:
    records = checkpoint("model-1") + measured("m-1", "model-1-2026-01-02") + decision("m-1")
    assert seen("I3", records, THRESHOLD) == []


def test_another_configuration_is_reported_once_for_all_that_had_it() -> None:
    records = measured("m-1", config_digest=A) + measured("m-2", config_digest=B)
    records += deployed("dep-1", config_digest=C)
    assert [what.message for what in look("I4", records)] == [
        "`m-1` and `m-2` were measured with another configuration than `model-1` was deployed with"
    ]


def test_other_weights_are_no_drift_of_the_configuration() -> None:
    records = measured("m-1", digest=A, config_digest=A) + deployed("dep-1", B, config_digest=C)
    assert seen("I4", records) == []


def change(name: str, day: str, **fields: object) -> str:
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return (
        f"- {{id: {name}, kind: change, component: system-prompt, changed: prompt, "
        f"effective: 2026-01-{day}{said}}}\n"
    )


WARNED = "- {id: w-1, kind: warning, class: tone, severity: high}\n"
FIX = change("c-2", "12", motive="[w-1]", removed="say it as it is")


def complete(*names: str) -> str:
    from hashlib import sha256

    digest = sha256("".join(f"{n}\n" for n in sorted(names)).encode()).hexdigest()
    return (
        "- {id: p-1, kind: population, of: change, basis: gap-free-sequence, "
        f"count: {len(names)}, digest: {digest}, made: 2026-01-20}}\n"
    )


def test_words_that_never_stood_there_need_a_claim_that_the_changes_are_all() -> None:
    records = WARNED + change("c-1", "02", added="be kind") + FIX
    assert seen("I5", records) == []
    assert seen("I5", records + complete("c-1", "c-2")) == ["c-2"]
    assert seen("I5", records + complete("c-1", "c-3")) == []


def test_an_earlier_change_that_does_not_say_what_it_added_leaves_it_open() -> None:
    records = WARNED + change("c-1", "02") + FIX + complete("c-1", "c-2")
    assert seen("I5", records) == []


def test_a_history_that_joins_on_by_digest_is_the_one_that_ran() -> None:
    joined = FIX.replace("}", f", before_digest: {A}}}")
    records = WARNED + change("c-1", "02", added="be kind", after_digest=A) + joined
    assert seen("I5", records + complete("c-1", "c-2")) == []


def test_the_one_snapshot_that_was_measured_instead_is_named() -> None:
    records = checkpoint("early", digest=A) + deployed("dep-1", B)
    one = measured("m-1", digest=A)
    assert [what.message for what in look("I3", records + one)] == [
        "`m-1` measured the weights of `early`, not those of `dep-1`"
    ]
    assert [what.message for what in look("I3", records + one + measured("m-2", digest=C))] == [
        "`m-1` and `m-2` measured other weights than `dep-1` deployed"
    ]


def test_a_ruling_on_another_model_is_told_from_one_on_an_earlier_snapshot() -> None:
    sister = checkpoint("sister", sibling_of="[model-1]")
    records = LINE + sister + measured("m-1", "sister") + measured("m-2", "early")
    assert [what.message for what in look("I3", records + decision("m-1, m-2"), THRESHOLD)] == [
        "the ruling on `T-1` cites `m-2`, of an earlier snapshot; no record measures the same on "
        "`model-1`",
        "the ruling on `T-1` cites `m-1`, of another model; no record measures the same on `model-1`",
    ]


def test_a_ruling_that_cites_what_is_called_a_snapshot_cites_no_other_model() -> None:
    early = "- {id: early, kind: checkpoint, snapshot_of: model-1}\n"
    records = early + measured("m-1", subject="early") + decision("m-1")
    assert [what.message for what in look("I3", records, THRESHOLD)] == [
        "the ruling on `T-1` cites `m-1`, of an earlier snapshot; no record measures the same on "
        "`model-1`"
    ]


def test_a_ruling_that_cites_a_snapshot_of_a_snapshot_cites_no_other_model() -> None:
    chain = CHAIN + measured("m-1", subject="early") + decision("m-1")
    (found,) = look("I3", chain, THRESHOLD)
    assert "`m-1`, of an earlier snapshot" in found.message


def test_changes_are_put_in_order_by_step_where_they_have_no_day() -> None:
    first = change("c-1", "02", added="be kind").replace("effective: 2026-01-02", "step: 100")
    fix = FIX.replace("effective: 2026-01-12", "step: 200")
    assert seen("I5", WARNED + first + fix + complete("c-1", "c-2")) == ["c-2"]
    assert seen("I5", WARNED + first + FIX + complete("c-1", "c-2")) == []
    later_one = first.replace("step: 100", "step: 200")
    assert seen("I5", WARNED + later_one + fix + complete("c-1", "c-2")) == []


def test_a_change_is_a_fix_if_a_remediation_names_it() -> None:
    records = change("c-1", "02", added="be kind") + FIX.replace("motive: [w-1], ", "")
    records += complete("c-1", "c-2")
    assert seen("I5", records) == []
    assert seen("I5", records + "- {id: f-1, kind: remediation, changes: [c-2]}\n") == ["c-2"]
    assert seen("I5", records + "- {id: f-1, kind: remediation}\n") == []


def test_words_put_into_another_thing_are_not_words_of_this_one() -> None:
    elsewhere = change("c-0", "01", added="say it as it is")
    elsewhere = elsewhere.replace("changed: prompt", "changed: manual")
    records = WARNED + elsewhere + change("c-1", "02", added="be kind") + FIX
    assert seen("I5", records + complete("c-0", "c-1", "c-2")) == ["c-2"]
    assert seen("I5", WARNED + elsewhere + FIX + complete("c-0", "c-2")) == []


SNAPSHOT = "- {id: early, kind: checkpoint, snapshot_of: model-1}\n"
BY_LINE = (
    "- {id: early, kind: checkpoint, parents: []}\n"
    "- {id: model-1, kind: checkpoint, parents: [early]}\n"
)
CHAIN = (
    "- {id: early, kind: checkpoint, snapshot_of: middle}\n"
    "- {id: middle, kind: checkpoint, snapshot_of: model-1}\n"
)
LINE_THEN_CALLED = (
    "- {id: early, kind: checkpoint, parents: []}\n"
    "- {id: middle, kind: checkpoint, parents: [early], snapshot_of: model-1}\n"
)
CALLED_THEN_LINE = (
    "- {id: early, kind: checkpoint, snapshot_of: middle}\n"
    "- {id: middle, kind: checkpoint, parents: []}\n"
    "- {id: model-1, kind: checkpoint, parents: [middle]}\n"
)
CIRCLE = (
    "- {id: early, kind: checkpoint, snapshot_of: middle}\n"
    "- {id: middle, kind: checkpoint, snapshot_of: early}\n"
    "- {id: model-1, kind: checkpoint, snapshot_of: early}\n"
)
DEPLOYED = "- {id: dep-1, kind: deployment, subject: model-1, deployed: 2026-01-20}\n"


def bears(name: str, subject: str, metric: str = ", metric: score", on: str = "[T-1]") -> str:
    return (
        f"- {{id: {name}, kind: measurement, benchmark: outer, subject: {subject}, "
        f"statistic: mean, thresholds: {on}{metric}}}\n"
    )


@pytest.mark.parametrize("line", [SNAPSHOT, BY_LINE, CHAIN, LINE_THEN_CALLED, CALLED_THEN_LINE])
@pytest.mark.parametrize(
    ("more", "reported"),
    [
        ("", True),
        (bears("m-2", "model-1"), False),
        (bears("m-2", "model-1", ""), False),
        (bears("m-2", "model-1", ", metric: other"), True),
        ("- {id: d-1, kind: document, document: delta, party: outsider, about: ABOUT}\n", False),
    ],
)
def test_a_snapshot_that_was_measured_alone_is_told_of_without_a_digest(
    line: str, more: str, reported: bool
) -> None:
    more = more.replace("about: ABOUT", "about: dep-1, made: 2026-01-19")
    records = line + bears("m-1", "early") + DEPLOYED + more
    assert seen("I3", records, THRESHOLD) == (["dep-1"] if reported else [])


@pytest.mark.parametrize(
    ("made", "severities"), [("2026-01-09", [None]), ("2026-01-10", []), ("2026-01-11", [])]
)
def test_an_assessment_that_is_older_than_the_snapshot_answers_nothing(
    made: str, severities: list[Severity | None]
) -> None:
    records = SNAPSHOT.replace("}", ", made: 2026-01-10}") + bears("m-1", "early") + DEPLOYED
    of = "kind: document, document: delta, party: outsider, about: dep-1"
    records += f"- {{id: d-1, {of}, made: {made}}}\n"
    assert [what.severity for what in look("I3", records, THRESHOLD)] == severities


def test_an_assessment_by_the_developer_alone_is_told_of() -> None:
    records = SNAPSHOT + bears("m-1", "early") + DEPLOYED
    own = "- {id: d-1, kind: document, document: delta, about: dep-1, made: 2026-01-19}\n"
    assert [what.severity for what in look("I3", records, THRESHOLD)] == [None]
    (found,) = look("I3", records + own, THRESHOLD)
    assert found.severity is Severity.INFO
    assert "by the developer alone (`d-1`)" in found.message
    spoilt = {"d-1": "digest-mismatch"}
    assert [w.severity for w in look("I3", records + own, THRESHOLD, defects=spoilt)] == [None]


@pytest.mark.parametrize(
    ("by", "severities"),
    [
        ("party: outsider", []),
        ("party: institute", []),
        ("party: contractor", []),
        ("author: outsider", []),
        ("party: lab", [Severity.INFO]),
        ("party: board", [Severity.INFO]),
        ("party: stranger", [Severity.INFO]),
        ("party: testers", [Severity.INFO]),
        ("party: nobody-knows", [Severity.INFO]),
    ],
)
def test_an_assessment_answers_where_its_author_is_shown_to_be_another_than_the_developer(
    by: str, severities: list[Severity]
) -> None:
    records = SNAPSHOT + bears("m-1", "early") + DEPLOYED
    records += (
        f"- {{id: d-1, kind: document, document: delta, {by}, about: dep-1, made: 2026-01-19}}\n"
    )
    assert [what.severity for what in look("I3", records, THRESHOLD)] == severities


DELTA = "- {id: doc-1, kind: document, document: delta, party: %s, about: %s, made: %s}\n"
BY_DIGEST = (
    f"- {{id: early, kind: checkpoint, snapshot_of: model-1, digest: {A}}}\n"
    + "- {id: m-1, kind: measurement, benchmark: own, subject: model-1, statistic: mean, "
    + f"digest: {A}}}\n"
    + f"- {{id: dep-1, kind: deployment, subject: model-1, digest: {B}, deployed: 2026-01-20}}\n"
)


@pytest.mark.parametrize(
    ("more", "severities"),
    [
        ("", [None]),
        (DELTA % ("outsider", "early", "2026-01-19"), []),
        (DELTA % ("outsider", "dep-1", "2026-01-19"), []),
        (DELTA % ("outsider", "another", "2026-01-19"), [None]),
        (DELTA % ("lab", "early", "2026-01-19"), [Severity.INFO]),
        (DELTA % ("stranger", "early", "2026-01-19"), [Severity.INFO]),
    ],
)
def test_an_assessment_answers_for_the_weights_of_a_snapshot_as_well(
    more: str, severities: list[Severity | None]
) -> None:
    assert [what.severity for what in look("I3", BY_DIGEST + more, THRESHOLD)] == severities
    unrelated = BY_DIGEST.replace("snapshot_of: model-1, ", "")
    assert [what.severity for what in look("I3", unrelated + more, THRESHOLD)] == [None]


@pytest.mark.parametrize(
    ("more", "severities"),
    [
        ("", [None]),
        (DELTA % ("outsider", "early", "2026-01-14"), []),
        (DELTA % ("outsider", "early", "2026-01-16"), [None]),
        (DELTA % ("lab", "early", "2026-01-14"), [Severity.INFO]),
    ],
)
def test_an_assessment_answers_for_what_a_later_ruling_cites(
    more: str, severities: list[Severity | None]
) -> None:
    records = SNAPSHOT + measured("m-1", subject="early") + decision("m-1")
    assert [what.severity for what in look("I3", records + more, THRESHOLD)] == severities


def test_an_assessment_of_one_snapshot_does_not_answer_for_another() -> None:
    records = SNAPSHOT + SNAPSHOT.replace("early", "earlier") + DEPLOYED
    records += bears("m-1", "early") + bears("m-2", "earlier")
    records += DELTA % ("outsider", "early", "2026-01-19")
    (found,) = look("I3", records, THRESHOLD)
    assert found.message.startswith("`m-2` measured `earlier`, an earlier snapshot of `model-1`")


def test_of_assessments_by_the_developer_and_by_one_of_whom_nothing_is_stated_the_latter_is_told() -> (
    None
):
    records = SNAPSHOT + bears("m-1", "early") + DEPLOYED
    for name, by in (("d-1", "lab"), ("d-2", "stranger")):
        of = f"kind: document, document: delta, party: {by}, about: early, made: 2026-01-19"
        records += f"- {{id: {name}, {of}}}\n"
    (found,) = look("I3", records, THRESHOLD)
    assert found.message.endswith(
        "`d-2` tells what changed since, and that it is by another than the developer is not evidenced"
    )


@pytest.mark.parametrize(
    "records",
    [
        SNAPSHOT + bears("m-1", "early"),
        SNAPSHOT + bears("m-1", "early", on="[]") + DEPLOYED,
        "- {id: early, kind: checkpoint}\n" + bears("m-1", "early") + DEPLOYED,
        SNAPSHOT.replace("model-1", "model-2") + bears("m-1", "early") + DEPLOYED,
        SNAPSHOT + bears("m-1", "model-1") + DEPLOYED,
        CIRCLE + bears("m-1", "early") + DEPLOYED,
    ],
)
def test_what_is_not_said_to_be_a_snapshot_of_what_was_deployed_is_not_told_of(
    records: str,
) -> None:
    assert seen("I3", records, THRESHOLD) == []
