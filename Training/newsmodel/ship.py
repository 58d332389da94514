"""From a trained model to a model folder: calibrated int8 graphs, gates, scores, card. Refuses what fails a gate."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import weights
from .augment import titled
from .baseforms import BaseForms
from .calibration import calibrate, calibration_error, confidences, fit_temperature
from .card import write_card
from .checkpoint import load_model
from .corpus import load_training
from .export import ModelFolder
from .graphs import GraphMaker
from .rawtext import raw_sentences
from .runtime import GraphModel, PieceTable, quantise_table, table_of
from .scoring import DevelopmentSets, agreed, load_development, score_entities, score_syntax
from .wordpieces import WordPieces
from .workspace import Workspace

# A folder is written only if int8 loses at most this much F1 on worldwide-dev.
MOST_F1_LOST = 0.5
CALIBRATION_SENTENCES = 400
# How well the model bears what headlines and careless writers do to letters.
SPELLINGS: dict[str, Callable[[str], str]] = {"in capitals": str.upper, "as titles": titled, "in lower case": str.lower}


@dataclass(frozen=True)
class Gate:
    """What int8 does to the scores, and whether a sentence depends on its batch."""

    float_f1: float
    int8_f1: float
    alone_against_batch: float

    def check(self) -> None:
        if self.float_f1 - self.int8_f1 > MOST_F1_LOST:
            raise ValueError(f"int8 loses {self.float_f1 - self.int8_f1:.2f} F1: not shipped")
        if self.alone_against_batch != 0:
            raise ValueError("a sentence's output depends on its batch: not shipped")


def ship(
    workspace: Workspace, trained: str, name: str, target: Path, version: str, weight_bits: int = 7
) -> dict[str, Any]:
    """Writes the model `trained` as folder `target` and returns all scores."""
    source = workspace.folder("models") / trained
    model, inventory, encoder = load_model(source)
    model.eval()
    vocabulary = weights.fetch(encoder, workspace.folder("weights")) / "vocab.txt"
    wordpieces = WordPieces(vocabulary)
    data = quantise_table(table_of(model.encoder.pieces.weight))
    table = PieceTable(data, model.encoder.size.table, wordpieces)
    sample = [sentence.words for sentence in raw_sentences(workspace.data)]
    random.Random(1).shuffle(sample)
    ranges = calibrate(GraphMaker(model), table, sample[:CALIBRATION_SENTENCES])
    graphs = GraphMaker(model, ranges, weight_bits).all()
    floats, integers = GraphModel(GraphMaker(model).all(), table), GraphModel(graphs, table)
    development = load_development(workspace.data)
    gold = development.entities["worldwide-dev"]
    predictions = integers(gold.sentences, False)
    gate = Gate(
        score_entities(gold, floats(gold.sentences, False)).f1(),
        score_entities(gold, predictions).f1(),
        batch_dependence(integers, gold.sentences[:240]),
    )
    gate.check()
    tuning = gold.part(0, 2)
    checking = gold.part(1, 2)
    together = agreed(gold, predictions)
    known = BaseForms.of(load_training(workspace).training["gum"])
    temperature = fit_temperature(tuning, together[::2])
    scores: dict[str, Any] = {
        "gate": {
            "float F1": round(gate.float_f1, 2),
            "int8 F1": round(gate.int8_f1, 2),
            "alone against batch": gate.alone_against_batch,
        },
        "calibration": {
            "temperature": temperature,
            "error": round(calibration_error(*confidences(checking, together[1::2], temperature)), 4),
            "error at 1": round(calibration_error(*confidences(checking, together[1::2], 1.0)), 4),
        },
        "speed": {
            "entities": round(integers.speed(sample[400:1400], ["entities.onnx"])),
            "all": round(integers.speed(sample[400:1400], ["entities.onnx", "syntax.onnx", "labels.onnx"])),
        },
        **all_scores(integers, development, inventory.scripts, inventory.relations, known),
    }
    description = json.loads((source / "model.json").read_text(encoding="utf-8"))
    root = (
        "[CLS]" if "[CLS]" in wordpieces.identifiers and wordpieces.root == wordpieces.identifiers["[CLS]"] else "<s>"
    )
    ModelFolder(name, version, vocabulary, root, data, known, temperature).write(
        target, model, inventory, graphs
    )
    write_card(target, name, version, description, scores)
    (source / f"scores-{name}.json").write_text(json.dumps(scores, indent=1) + "\n")
    return scores


def all_scores(run: GraphModel, development: DevelopmentSets, scripts: Any, relations: Any, known: BaseForms) -> dict[str, Any]:
    """Every development set, trees by maximum spanning tree."""
    scores: dict[str, Any] = {"entities": {}, "syntax": {}}
    for name, gold in development.entities.items():
        predictions = run(gold.sentences, False)
        if name == "worldwide-dev":
            scores["entities"][name] = score_entities(gold, predictions).table()
            for spelling, change in SPELLINGS.items():
                changed = [tuple(change(word) for word in words) for words in gold.sentences]
                scores["entities"][f"{name}, {spelling}"] = score_entities(gold, run(changed, False)).table()
        together = agreed(gold, predictions)
        if name == "worldwide-dev":
            scores["entities"][f"{name} agreed"] = score_entities(gold, together).table()
        scores["entities"][f"{name} agreed, coarse"] = score_entities(gold, together, coarse=True).table()
        scores["entities"][f"{name} coarse"] = score_entities(gold, predictions, coarse=True).table()
    for name, trees in development.trees.items():
        found = run([example.words for example in trees], True)
        result = score_syntax(trees, found, scripts, relations, known=known)
        scores["syntax"][name] = {key: round(value, 2) for key, value in vars(result).items()}
    return scores


def batch_dependence(run: GraphModel, sentences: list[tuple[str, ...]]) -> float:
    """The largest difference of any output of a sentence alone and in random company of eight; 0 is the promise."""
    order = list(range(len(sentences)))
    random.Random(1).shuffle(order)
    largest = 0.0
    for start in range(0, len(order), 8):
        company = [sentences[index] for index in order[start : start + 8]]
        together = run(company, True, budget=1_000_000)
        for words, prediction in zip(company, together, strict=True):
            alone = run([words], True)[0]
            for field in ("entities", "tags", "lemmas", "arcs"):
                gap = np.abs(getattr(alone, field) - getattr(prediction, field)).max()
                largest = max(largest, float(gap))
            heads = [0] * len(words)
            assert alone.relate and prediction.relate
            largest = max(largest, float(np.abs(alone.relate(heads) - prediction.relate(heads)).max()))
    return largest
