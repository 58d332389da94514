"""Runs a model's graphs with ONNX Runtime as the engine does: pooled int8 pieces, one thread, batches by length."""

import struct
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from torch import Tensor

from .batches import MAXIMUM_WORDS, bucket
from .decode import FloatArray
from .scoring import Prediction
from .wordpieces import WordPieces


def quantise_table(table: FloatArray) -> bytes:
    """Rows of int8 and a little-endian float32 scale: the file pieces.bin."""
    scales = np.maximum(np.abs(table).max(1), 1e-8).astype(np.float32) / np.float32(127)
    rows = np.clip(np.round(table / scales[:, None]), -127, 127).astype(np.int8)
    return b"".join(row.tobytes() + struct.pack("<f", scale) for row, scale in zip(rows, scales, strict=True))


class PieceTable:
    """Word vectors from pieces.bin: sum of the pieces' rows in their order / sqrt(their number), float32."""

    def __init__(self, data: bytes, dimensions: int, wordpieces: WordPieces) -> None:
        raw = np.frombuffer(data, dtype=np.uint8).reshape(-1, dimensions + 4)
        self.rows = raw[:, :dimensions].view(np.int8)
        self.scales = np.ascontiguousarray(raw[:, dimensions:]).view("<f4")[:, 0]
        self.dimensions = dimensions
        self.wordpieces = wordpieces
        self._known: dict[str | None, FloatArray] = {}

    def vector(self, word: str | None) -> FloatArray:
        """Of a word; None is the root pseudo-word."""
        known = self._known.get(word)
        if known is None:
            pieces = [self.wordpieces.root] if word is None else self.wordpieces.pieces(word)
            total = np.zeros(self.dimensions, dtype=np.float32)
            for piece in pieces:
                total += self.rows[piece].astype(np.float32) * self.scales[piece]
            known = self._known[word] = total / np.sqrt(np.float32(len(pieces)))
        return known

    def feed(self, sentences: Sequence[Sequence[str]]) -> dict[str, np.ndarray]:
        """The encoder's inputs."""
        columns = 1 + max(len(words) for words in sentences)
        vectors = np.zeros((len(sentences), columns, self.dimensions), dtype=np.float32)
        shapes = np.zeros((len(sentences), columns), dtype=np.int64)
        mask = np.zeros((len(sentences), columns), dtype=np.float32)
        for row, words in enumerate(sentences):
            vectors[row, 0] = self.vector(None)
            for position, word in enumerate(words, start=1):
                vectors[row, position] = self.vector(word)
                shapes[row, position] = self.wordpieces.shape(word)
            mask[row, : len(words) + 1] = 1
        return {"vectors": vectors, "shapes": shapes, "mask": mask}


def session(model: onnx.ModelProto | Path) -> onnxruntime.InferenceSession:
    """One thread; the fusion that makes layer norms slow is off."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    source = str(model) if isinstance(model, Path) else model.SerializeToString()
    return onnxruntime.InferenceSession(
        source, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


class GraphModel:
    """The four graphs and the table as a Predictor."""

    def __init__(self, graphs: dict[str, onnx.ModelProto], table: PieceTable) -> None:
        self.sessions = {name: session(graph) for name, graph in graphs.items()}
        self.table = table

    def __call__(self, sentences: Sequence[Sequence[str]], syntax: bool, budget: int = 512) -> list[Prediction]:
        found: list[Prediction | None] = [None] * len(sentences)
        for group in bucket([min(len(words), MAXIMUM_WORDS) for words in sentences], budget):
            feed = self.table.feed([sentences[index][:MAXIMUM_WORDS] for index in group])
            hidden = self.sessions["encoder.onnx"].run(None, feed)[0]
            entities = self.sessions["entities.onnx"].run(None, {"hidden": hidden})[0]
            parts = self.sessions["syntax.onnx"].run(None, {"hidden": hidden, "mask": feed["mask"]}) if syntax else None
            for row, index in enumerate(group):
                count = min(len(sentences[index]), MAXIMUM_WORDS)
                here = slice(1, count + 1)
                if parts is None:
                    found[index] = Prediction(entities[row, here])
                    continue
                own = hidden[row : row + 1, : count + 1].copy()

                def relate(heads: list[int], own: FloatArray = own) -> FloatArray:
                    inputs = {"hidden": own, "heads": np.array([[0, *heads]], dtype=np.int64)}
                    logits: FloatArray = self.sessions["labels.onnx"].run(None, inputs)[0][0, 1:]
                    return logits

                found[index] = Prediction(
                    entities[row, here],
                    parts[0][row, here],
                    parts[1][row, here],
                    parts[2][row, here, : count + 1],
                    relate,
                )
        return [prediction for prediction in found if prediction is not None]

    def speed(
        self, sentences: Sequence[Sequence[str]], names: Sequence[str], budget: int = 512, repeats: int = 3
    ) -> float:
        """Words per CPU second through the graphs `names` (encoder first), the best of `repeats`; feeding and decoding not counted."""
        groups = bucket([len(words) for words in sentences], budget)
        feeds = [self.table.feed([sentences[index] for index in group]) for group in groups]
        words = sum(len(sentence) for sentence in sentences)
        best = float("inf")
        for _ in range(repeats):
            start = time.process_time()
            for feed in feeds:
                hidden = self.sessions["encoder.onnx"].run(None, feed)[0]
                for name in names:
                    inputs = {"hidden": hidden}
                    if name == "syntax.onnx":
                        inputs["mask"] = feed["mask"]
                    if name == "labels.onnx":
                        inputs["heads"] = np.zeros(hidden.shape[:2], dtype=np.int64)
                    self.sessions[name].run(None, inputs)
            best = min(best, time.process_time() - start)
        return words / best


def table_of(weight: Tensor) -> FloatArray:
    values: FloatArray = weight.detach().float().numpy()
    return values
