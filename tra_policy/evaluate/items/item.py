"""What an item is: one line that can be met or not, with its outcome."""

from __future__ import annotations

from typing import Literal

from tra_policy.evaluate.ground.deadlines import Deadline
from tra_policy.model.duties import Modal
from tra_policy.model.proof import Proof
from tra_policy.model.report import Outcome
from tra_policy.words.noun import Noun

ItemKind = Literal["commitment", "requirement", "measured", "measured_on", "needs", "report"]


class Item(Noun):
    """One item. `by_scope`: it does not apply because nothing is in its scope."""

    id: str
    of: str
    kind: ItemKind
    modality: Modal
    title: str
    outcome: Outcome
    proof: Proof
    blocks: bool = False
    remedied: bool = False
    by_scope: bool = False
    deadline: Deadline | None = None
    owner: tuple[str, ...] = ()

    @property
    def gates(self) -> bool:
        """Whether its outcome sets the exit code: only `must` does."""
        return self.modality in ("must", "must not")
