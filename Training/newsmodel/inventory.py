"""The label inventories of one model, kept beside its weights."""

from dataclasses import dataclass
from typing import Any

from .batches import LemmaChoices, TargetMaker
from .labels import ENTITY_LABELS, UPOS
from .lemmas import Script
from .model import HeadSizes


@dataclass(frozen=True)
class Inventory:
    """What each head's columns mean."""

    scripts: tuple[Script, ...]
    relations: tuple[str, ...]

    def head_sizes(self, arc_width: int = 128, relation_width: int = 128, dropout: float = 0.1) -> HeadSizes:
        return HeadSizes(
            len(ENTITY_LABELS), len(UPOS), len(self.scripts), len(self.relations), arc_width, relation_width, dropout
        )

    def target_maker(self) -> TargetMaker:
        return TargetMaker(len(ENTITY_LABELS), len(UPOS), LemmaChoices(self.scripts), self.relations)

    def to_json(self) -> dict[str, Any]:
        return {"scripts": [script.to_json() for script in self.scripts], "relations": list(self.relations)}

    @staticmethod
    def from_json(value: dict[str, Any]) -> "Inventory":
        return Inventory(tuple(Script.from_json(script) for script in value["scripts"]), tuple(value["relations"]))
