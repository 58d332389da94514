"""Ranges of activations for static int8, and the temperature of the entity head's confidences."""

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper

from .decode import spans, tree, viterbi
from .graph import Range
from .graphs import GraphMaker
from .labels import ENTITY_LABELS
from .runtime import PieceTable, session
from .scoring import EntitySet, Prediction


def calibrate(
    maker: GraphMaker, table: PieceTable, sentences: Sequence[Sequence[str]], cut: float = 1e-4
) -> dict[str, Range]:
    """Runs the float graphs over `sentences`, one at a time, and takes each watched activation's range, outside `cut` at both ends."""
    graphs = maker.all()
    sessions = {}
    tensors: dict[str, list[tuple[str, str]]] = {}
    for file, graph in graphs.items():
        inputs = {value.name for value in graph.graph.input}
        tensors[file] = [(name, tensor) for name, tensor in maker.watched[file].items() if tensor not in inputs]
        watched = onnx.ModelProto()
        watched.CopyFrom(graph)
        for _, tensor in tensors[file]:
            watched.graph.output.append(helper.make_tensor_value_info(tensor, TensorProto.FLOAT, None))
        sessions[file] = session(watched)
    lows: dict[str, list[float]] = {}
    highs: dict[str, list[float]] = {}

    def see(name: str, values: np.ndarray) -> None:
        lows.setdefault(name, []).append(float(np.quantile(values, cut)))
        highs.setdefault(name, []).append(float(np.quantile(values, 1 - cut)))

    def run(file: str, feed: dict[str, np.ndarray], output: str) -> np.ndarray:
        names = [tensor for _, tensor in tensors[file]]
        results = sessions[file].run([output, *names], feed)
        for (name, _), values in zip(tensors[file], results[1:], strict=True):
            see(name, values)
        first: np.ndarray = results[0]
        return first

    for words in sentences:
        feed = table.feed([words])
        hidden = run("encoder.onnx", feed, "hidden")
        see("hidden", hidden)
        arcs = run("syntax.onnx", {"hidden": hidden, "mask": feed["mask"]}, "arcs")
        heads = np.array([[0, *tree(arcs[0, 1:])]], dtype=np.int64)
        run("labels.onnx", {"hidden": hidden, "heads": heads}, "relations")
    return {name: Range(min(lows[name]), max(highs[name])) for name in lows}


def confidences(gold: EntitySet, predictions: list[Prediction], temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """For each entity found: its confidence (product of its words' probabilities at `temperature`) and whether it is right."""
    scores, right = [], []
    for tags, prediction in zip(gold.gold, predictions, strict=True):
        labels = viterbi(prediction.entities)
        expected = set(spans(tags))
        logits = prediction.entities / temperature
        logs = (
            logits
            - np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1, keepdims=True))
            - logits.max(1, keepdims=True)
        )
        for start, end, name in spans([ENTITY_LABELS[label] for label in labels]):
            scores.append(float(np.exp(sum(logs[position, labels[position]] for position in range(start, end)))))
            right.append((start, end, name) in expected)
    return np.array(scores), np.array(right, dtype=np.float64)


def calibration_error(scores: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: the mean gap between confidence and precision over equally wide bins, weighted by size."""
    edges = np.clip((scores * bins).astype(int), 0, bins - 1)
    error = 0.0
    for index in range(bins):
        inside = edges == index
        if inside.any():
            error += inside.mean() * abs(scores[inside].mean() - right[inside].mean())
    return float(error)


def fit_temperature(gold: EntitySet, predictions: list[Prediction]) -> float:
    """The temperature under which the entities' confidences are likeliest (log loss of right or wrong)."""
    best, best_loss = 1.0, float("inf")
    for temperature in np.arange(0.6, 3.01, 0.1):
        scores, right = confidences(gold, predictions, float(temperature))
        clipped = np.clip(scores, 1e-6, 1 - 1e-6)
        loss = -float(np.mean(right * np.log(clipped) + (1 - right) * np.log(1 - clipped)))
        if loss < best_loss:
            best, best_loss = float(temperature), loss
    return round(best, 2)
