"""A bundle: the manifest, and its records with where they stand and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, get_args

from tra_policy.model.evidence.acts import (
    Action,
    Attestation,
    Deployment,
    DocumentRecord,
    Notification,
    Population,
    Publication,
    Representation,
    SafeguardRecord,
    ThirdPartyReport,
)
from tra_policy.model.evidence.base import Amount, Fact, Name, Names, Record, Sha256, Text, When
from tra_policy.model.evidence.custody import Custody
from tra_policy.model.evidence.measuring import (
    BenchmarkRecord,
    Decision,
    JudgementRecord,
    Measurement,
)
from tra_policy.model.evidence.parties import BundleParty, Organisation
from tra_policy.model.evidence.rows import DatasetRow, InstanceScore, RewardSample
from tra_policy.model.evidence.run import (
    ChangeRecord,
    Checkpoint,
    Incident,
    Investigation,
    Remediation,
    Retest,
    RewardSignal,
    RlEnvironment,
    Rollout,
    SftDataset,
    TrainingRun,
    Warning,
)
from tra_policy.model.evidence.tables import Asked, Rows, Shard, TableEntry
from tra_policy.model.shape import Field
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place

AnyRecord = Annotated[
    Action
    | Attestation
    | BenchmarkRecord
    | ChangeRecord
    | Checkpoint
    | DatasetRow
    | Decision
    | Deployment
    | DocumentRecord
    | Incident
    | InstanceScore
    | Investigation
    | JudgementRecord
    | Measurement
    | Notification
    | Organisation
    | Population
    | Publication
    | Remediation
    | Representation
    | Retest
    | RewardSample
    | RewardSignal
    | RlEnvironment
    | Rollout
    | SafeguardRecord
    | SftDataset
    | ThirdPartyReport
    | TrainingRun
    | Warning,
    Field(discriminator="kind"),
]
KINDS: dict[str, type[Record]] = {cls.kind: cls for cls in get_args(get_args(AnyRecord)[0])}


class BundleFile(Fact):
    """One file of the bundle. `reader` names the format of a foreign log; `defaults` fill its record."""

    path: Annotated[str, Field(min_length=1, max_length=500)]
    sha256: Sha256 | None = None
    reader: Name | None = None
    defaults: dict[str, object] = {}


class Manifest(Fact):
    """`bundle.yaml`. `date` is the day by which everything in the bundle was recorded."""

    format: Literal["tra.bundle/1"]
    id: Name
    title: Text = ""
    date: When
    developer: Name
    subject: Name = Field(description="The released checkpoint: the subject of every answer.")
    compute: Amount | None = None
    policy: Name | None = None
    parties: tuple[BundleParty, ...] = ()
    files: tuple[BundleFile, ...] = ()
    records: tuple[AnyRecord, ...] = ()
    tables: tuple[TableEntry, ...] = ()
    note: Text | None = None


Defect = Literal["digest-mismatch", "signature-bad", "suspect-counts"]


class Drawn(Noun):
    """Where one value of a record was found: its field, and the file and the place in that.

    `field` and `pointer` are JSON Pointers; a `*` in the latter stands for every sample. `how` says what
    was done on the way, such as taking a mean. Without a `file` it was stated by a person, in the manifest.
    """

    field: str
    file: str
    pointer: str = ""
    how: str = ""


class Filed(Noun):
    """A record, where it stands, what is wrong with its file, and who has signed it.

    `file` is the path inside the bundle, `parts` those of other files that were looked at for it.
    `signed_by` are parties of the policy at hand. `drawn` says of a record that was read from a foreign
    file where each of its values comes from. With `rows` it is a cell of a table.
    """

    record: Record
    place: Place
    defects: tuple[Defect, ...] = ()
    signed_by: Names = ()
    file: str = ""
    parts: tuple[str, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    rows: Rows | None = None

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id


class Table(Noun):
    """A table of the bundle: its files, and once they were counted, its cells by what was asked.

    Until then nothing is known of its rows but that there may be some. `base` holds what is so of every
    row: only the fields that are among the defaults of the entry. `tried` is what was asked in vain.
    """

    entry: TableEntry
    place: Place
    base: Record
    shards: tuple[Shard, ...] = ()
    cells: Mapping[Asked, tuple[Filed, ...]] = field(default_factory=dict)
    tried: frozenset[Asked] = frozenset()

    def answers(self, asked: Iterable[Asked]) -> bool:
        """Whether nothing more is to be had by counting it for some questions."""
        known = self.cells.keys() | self.tried
        return bool(known) and known >= {one for one in asked if one.kind == self.entry.kind}

    @property
    def counted(self) -> bool:
        """Whether all its rows were counted."""
        return bool(self.cells) and not any(shard.broken for shard in self.shards)


class Evidence(Noun):
    """All that was submitted and could be read. `unread` counts what could not.

    `sealed` where a seal holds for every file. `signed_by` are the parties of the policy at hand that
    signed this seal, and with it the whole.
    """

    manifest: Manifest
    filed: tuple[Filed, ...]
    sha256: str = ""
    sealed: bool = False
    signed_by: Names = ()
    unread: int = 0
    custody: Custody | None = None
    tables: tuple[Table, ...] = ()
