"""A teacher's opinions on every sentence: what students learn from. Kept in flat arrays on disk, one row for each word."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from .batches import bucket, collate
from .consistency import agree_by_document
from .model import NewsModel
from .wordpieces import WordPieces

LEMMAS, ARCS, RELATIONS = 3, 4, 3
CHUNK = 1024


def layout(entities: int, tags: int, hidden: int) -> dict[str, tuple[str, int]]:
    """Arrays by name: element type and columns. Log probabilities; of lemmas, arcs and relations (on the best head) the best few only."""
    return {
        "entities": ("f2", entities),
        "tags": ("f2", tags),
        "lemma_index": ("i2", LEMMAS),
        "lemma": ("f2", LEMMAS),
        "arc_index": ("i2", ARCS),
        "arc": ("f2", ARCS),
        "relation_index": ("i2", RELATIONS),
        "relation": ("f2", RELATIONS),
        "hidden": ("f2", hidden),
    }


@dataclass(frozen=True)
class SoftLabels:
    """The arrays, and where each sentence's rows begin (one more entry than sentences)."""

    arrays: dict[str, npt.NDArray[Any]]
    offsets: npt.NDArray[np.int64]

    def rows(self, indices: Sequence[int], name: str) -> Tensor:
        """Rows of several sentences, one after another."""
        parts = [self.arrays[name][self.offsets[index] : self.offsets[index + 1]] for index in indices]
        joined = np.concatenate(parts)
        return torch.from_numpy(joined.astype(np.int64 if joined.dtype.kind == "i" else np.float32))


def label(
    model: NewsModel,
    wordpieces: WordPieces,
    sentences: Sequence[Sequence[str]],
    folder: Path,
    hidden: int = 256,
    budget: int = 8192,
) -> SoftLabels:
    """Runs the teacher over `sentences` (all short enough for one piece) and returns its labels; continues an interrupted run.

    The last hidden state is kept in its `hidden` strongest principal components where it is wider.
    """
    folder.mkdir(parents=True, exist_ok=True)
    offsets = np.zeros(len(sentences) + 1, dtype=np.int64)
    np.cumsum([len(words) for words in sentences], out=offsets[1:])
    digest = hashlib.sha256(repr([tuple(words) for words in sentences]).encode()).hexdigest()
    progress_path = folder / "progress.json"
    done = 0
    if progress_path.exists():
        progress = json.loads(progress_path.read_text())
        if progress["digest"] != digest:
            raise ValueError(f"{folder} holds labels of other sentences: remove it")
        done = progress["done"]
    width = min(hidden, model.encoder.size.hidden)
    arrays = {}
    for name, (kind, columns) in layout(model.sizes.entities, model.sizes.tags, width).items():
        path = folder / f"{name}.{kind}"
        mode: Any = "r+" if path.exists() else "w+"
        arrays[name] = np.memmap(path, dtype=kind, mode=mode, shape=(int(offsets[-1]), columns))
    basis = _basis(model, wordpieces, sentences[:: max(1, len(sentences) // 512)], folder / "basis.pt", width)
    model.eval()
    while done < len(sentences):
        end = min(done + CHUNK, len(sentences))
        chunk = sentences[done:end]
        for group in bucket([len(words) for words in chunk], budget):
            _label_group(
                model,
                wordpieces,
                [chunk[index] for index in group],
                [int(offsets[done + index]) for index in group],
                arrays,
                basis,
            )
        done = end
        if done % (CHUNK * 8) == 0 or done == len(sentences):
            for array in arrays.values():
                array.flush()
            progress_path.write_text(json.dumps({"digest": digest, "done": done}))
            print(f"labelled {done} of {len(sentences)} sentences", flush=True)
    return SoftLabels(dict(arrays), offsets)


def with_agreement(
    labels: SoftLabels, sentences: Sequence[Sequence[str]], documents: Sequence[str], folder: Path
) -> SoftLabels:
    """The labels with entities that agree within documents; made once."""
    path = folder / "agreed.npy"
    if not path.exists():
        bounds = zip(labels.offsets, labels.offsets[1:], strict=False)
        scores = [labels.arrays["entities"][start:end].astype(np.float32) for start, end in bounds]
        agreed = np.concatenate(agree_by_document(sentences, documents, scores)).astype(np.float16)
        np.save(path.with_suffix(".writing.npy"), agreed)
        path.with_suffix(".writing.npy").replace(path)
    return SoftLabels({**labels.arrays, "entities": np.load(path, mmap_mode="r")}, labels.offsets)


def _basis(
    model: NewsModel, wordpieces: WordPieces, sentences: Sequence[Sequence[str]], path: Path, width: int
) -> Tensor | None:
    if model.encoder.size.hidden == width:
        return None
    if path.exists():
        kept: Tensor = torch.load(path, weights_only=True)
        return kept
    states = []
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(sentences), 64):
            inputs = collate(sentences[start : start + 64], wordpieces)
            states.append(model.encoder(inputs)[-1][inputs.mask].float())
    centred = torch.cat(states)
    centred = centred - centred.mean(0)
    basis: Tensor = torch.linalg.svd(centred[:12000], full_matrices=False)[2][:width].T.contiguous()
    torch.save(basis, path)
    return basis


def _label_group(
    model: NewsModel,
    wordpieces: WordPieces,
    sentences: list[Sequence[str]],
    starts: list[int],
    arrays: dict[str, Any],
    basis: Tensor | None,
) -> None:
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        inputs = collate(sentences, wordpieces)
        outputs = model(inputs)
        arcs = torch.log_softmax(outputs.arcs, -1)
        relations = torch.log_softmax(model.relation_logits(outputs.hidden, arcs.argmax(-1)), -1)
    hidden = outputs.hidden[:, 1:].float()
    results = {
        "entities": torch.log_softmax(outputs.entities, -1),
        "tags": torch.log_softmax(outputs.tags, -1),
        "hidden": hidden if basis is None else hidden @ basis,
    }
    for name, scores, count in (
        ("lemma", torch.log_softmax(outputs.lemmas, -1), LEMMAS),
        ("arc", arcs, ARCS),
        ("relation", relations, RELATIONS),
    ):
        best = scores.topk(min(count, scores.shape[-1]), -1)
        # Padding has no probability; its column may not exist in another batch.
        results[name], results[name + "_index"] = best.values, best.indices * (best.values > -1e3)
    for row, (words, start) in enumerate(zip(sentences, starts, strict=True)):
        for name, values in results.items():
            columns = values.shape[-1]
            arrays[name][start : start + len(words), :columns] = values[row, : len(words)].clamp(min=-1e4).numpy()
            if columns < arrays[name].shape[1]:
                arrays[name][start : start + len(words), columns:] = -1e4 if arrays[name].dtype.kind == "f" else 0
