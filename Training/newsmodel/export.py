"""Writes a model folder that the engine reads (Docs/models.md says what stands in it)."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx

from .baseforms import BaseForms
from .batches import MAXIMUM_WORDS
from .inventory import Inventory
from .labels import ENTITY_LABELS, UPOS
from .model import NewsModel

LICENCE = "Apache-2.0 for the program; the weights learned from texts under several licences: see MODEL_CARD.md"
OVERLAP = 40


@dataclass(frozen=True)
class ModelFolder:
    """What goes into the folder besides the graphs."""

    name: str
    version: str
    vocabulary: Path
    root_piece: str
    table: bytes
    base_forms: BaseForms
    temperature: float = 1.0

    def write(self, folder: Path, model: NewsModel, inventory: Inventory, graphs: dict[str, onnx.ModelProto]) -> None:
        """Writes all files and the manifest with their sizes and hashes."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.vocabulary, folder / "vocab.txt")
        (folder / "pieces.bin").write_bytes(self.table)
        (folder / "base-forms.txt").write_text(self.base_forms.lines(), encoding="ascii")
        (folder / "base-forms.LICENSE.txt").write_text(self.base_forms.licence(), encoding="ascii")
        for file, graph in graphs.items():
            onnx.checker.check_model(graph)
            (folder / file).write_bytes(graph.SerializeToString())
        names = ["vocab.txt", "pieces.bin", "base-forms.txt"]
        files = {name: _entry(folder / name) for name in (*names, *graphs)}
        manifest = self._manifest(model, inventory, files)
        (folder / "manifest.json").write_text(
            json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )

    def _manifest(self, model: NewsModel, inventory: Inventory, files: dict[str, Any]) -> dict[str, Any]:
        size = model.encoder.size
        return {
            "format": 1,
            "name": self.name,
            "version": self.version,
            "language": "en",
            "licence": LICENCE,
            "kind": "words",
            "files": files,
            "words": {
                "vocabulary": "vocab.txt",
                "lowercase": True,
                "strip_accents": True,
                "maximum_pieces": 12,
                "table": "pieces.bin",
                "dimensions": size.table,
                "before": [self.root_piece],
                "after": [],
            },
            "shapes": 8,
            "encoder": {
                "file": "encoder.onnx",
                "hidden": size.hidden,
                "maximum_words": MAXIMUM_WORDS,
                "overlap": OVERLAP,
            },
            "entities": {"file": "entities.onnx", "labels": ENTITY_LABELS, "temperature": self.temperature},
            "tags": {"file": "syntax.onnx", "labels": UPOS},
            "lemmas": {
                "file": "syntax.onnx",
                "scripts": [script.to_json() for script in inventory.scripts],
                "words": "base-forms.txt",
            },
            "dependencies": {"arcs": "syntax.onnx", "labels_file": "labels.onnx", "labels": list(inventory.relations)},
        }


def _entry(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
