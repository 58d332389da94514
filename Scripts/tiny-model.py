#!/usr/bin/env python3
"""Makes the models of the tests in Tests/Fixtures/models: random weights, real graphs.

Needs onnx==1.23.2, numpy==2.4.6 and, for what a run of the graphs must give, onnxruntime==1.32.0 (PyPI). The vocabulary is wordpiece-vocabulary.txt.

    python3 Scripts/tiny-model.py
"""
import hashlib
import json
import pathlib
import struct

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Tests/Fixtures/models"
WIDTH, SHAPES = 8, 8
ENTITIES = ["O"] + [f"{p}-{t}" for t in ("PERSON", "ORG", "GPE") for p in "BI"]
TAGS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
SCRIPTS = [
    {"lower": True, "strip": 0, "append": ""}, {"lower": False, "strip": 0, "append": ""}, {"lower": True, "strip": 1, "append": ""},
    {"lower": True, "strip": 3, "append": "y"}, {"lower": True, "strip": 2, "append": ""}, {"lemma": "be"},
]
RELATIONS = "nsubj obj obl amod det punct conj cc case root flat compound".split()


class Graph:
    """Nodes and weights on their way to a file."""

    def __init__(self, seed):
        self.nodes, self.weights, self.random = [], [], np.random.default_rng(seed)

    def constant(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def normal(self, *shape):
        return self.constant(self.random.standard_normal(shape).astype(np.float32))

    def add(self, kind, inputs, name=None, **attributes):
        name = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def linear(self, x, rows, columns, name=None):
        return self.add("Add", [self.add("MatMul", [x, self.normal(rows, columns)]), self.normal(columns)], name)

    def save(self, path, inputs, outputs):
        port = lambda p: helper.make_tensor_value_info(p[0], p[1], p[2])
        graph = helper.make_graph(self.nodes, "tiny", [port(p) for p in inputs], [port(p) for p in outputs], self.weights)
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


F, I = TensorProto.FLOAT, TensorProto.INT64
HIDDEN, MASK = ("hidden", F, ["B", "T", WIDTH]), ("mask", F, ["B", "T"])


def attention(g, x, mask):
    """Each position looks at all others, those that are padding left out."""
    scores = g.add("MatMul", [g.linear(x, WIDTH, WIDTH), g.add("Transpose", [g.linear(x, WIDTH, WIDTH)], perm=[0, 2, 1])])
    hidden = g.add("Mul", [g.add("Sub", [mask, g.constant(np.float32(1))]), g.constant(np.float32(1e4))])
    hidden = g.add("Unsqueeze", [hidden, g.constant(np.array([1]))])
    weights = g.add("Softmax", [g.add("Add", [scores, hidden])], axis=-1)
    return g.add("MatMul", [weights, x])


def encoder(path):
    g = Graph(1)
    x = g.add("Add", ["vectors", g.add("Gather", [g.normal(SHAPES, WIDTH), "shapes"])])
    x = g.add("Tanh", [g.add("Add", [x, attention(g, x, "mask")])])
    # No real model says nothing at all of places; this one knows the sentence's beginning by its pseudo-word alone.
    g.add("Tanh", [g.linear(x, WIDTH, WIDTH)], "hidden")
    g.save(path, [("vectors", F, ["B", "T", WIDTH]), ("shapes", I, ["B", "T"]), MASK], [HIDDEN])


def entities(path):
    g = Graph(2)
    g.add("Mul", [g.linear("hidden", WIDTH, len(ENTITIES)), g.constant(np.float32(1.5))], "entities")
    g.save(path, [HIDDEN], [("entities", F, ["B", "T", len(ENTITIES)])])


def syntax(path):
    g = Graph(3)
    g.linear("hidden", WIDTH, len(TAGS), "tags")
    g.linear("hidden", WIDTH, len(SCRIPTS), "lemmas")
    heads = g.add("Transpose", [g.linear("hidden", WIDTH, WIDTH)], perm=[0, 2, 1])
    scores = g.add("MatMul", [g.linear("hidden", WIDTH, WIDTH), heads])
    real = g.add("Unsqueeze", ["mask", g.constant(np.array([1]))])
    g.add("Where", [g.add("Greater", [real, g.constant(np.float32(0.5))]), scores, g.constant(np.float32(-1e4))], "arcs")
    g.save(
        path, [HIDDEN, MASK],
        [("tags", F, ["B", "T", len(TAGS)]), ("lemmas", F, ["B", "T", len(SCRIPTS)]), ("arcs", F, ["B", "T", "T"])])


def labels(path):
    g = Graph(4)
    head = g.add("GatherND", ["hidden", g.add("Unsqueeze", ["heads", g.constant(np.array([2]))])], batch_dims=1)
    g.linear(g.add("Concat", ["hidden", head], axis=-1), 2 * WIDTH, len(RELATIONS), "relations")
    g.save(path, [HIDDEN, ("heads", I, ["B", "T"])], [("relations", F, ["B", "T", len(RELATIONS)])])


def piece_table(path, count):
    random = np.random.default_rng(5)
    rows = b"".join(
        random.integers(-127, 128, WIDTH, np.int8).tobytes() + struct.pack("<f", float(random.uniform(0.005, 0.02))) for _ in range(count))
    path.write_bytes(rows)


def tagger(path, count):
    """A token classifier of the kind that others publish: pieces in, logits out."""
    g = Graph(6)
    x = g.add("Gather", [g.normal(count, WIDTH), "input_ids"])
    mask = g.add("Cast", ["attention_mask"], to=F)
    x = g.add("Tanh", [g.add("Add", [x, attention(g, x, mask)])])
    x = g.add("Add", [x, g.add("Gather", [g.normal(2, WIDTH), "token_type_ids"])])
    g.linear(x, WIDTH, len(ENTITIES), "logits")
    g.save(
        path, [(n, I, ["B", "T"]) for n in ("input_ids", "attention_mask", "token_type_ids")], [("logits", F, ["B", "T", len(ENTITIES)])])


def manifest(folder, **rest):
    files = {
        p.name: {"bytes": p.stat().st_size, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()}
        for p in sorted(folder.iterdir()) if p.name != "manifest.json"
    }
    content = {
        "format": 1, "name": folder.name, "version": "1.0", "language": "en", "licence": "Apache-2.0", **rest, "files": files}
    (folder / "manifest.json").write_text(json.dumps(content, indent=1) + "\n")


def words_model():
    folder = FIXTURES / "tiny-words"
    folder.mkdir(exist_ok=True)
    vocabulary = (FIXTURES / "wordpiece-vocabulary.txt").read_text()
    (folder / "vocab.txt").write_text(vocabulary)
    piece_table(folder / "pieces.bin", vocabulary.count("\n"))
    encoder(folder / "encoder.onnx")
    entities(folder / "entities.onnx")
    syntax(folder / "syntax.onnx")
    labels(folder / "labels.onnx")
    manifest(
        folder, kind="words",
        words={
            "vocabulary": "vocab.txt", "lowercase": True, "strip_accents": True, "maximum_pieces": 12, "table": "pieces.bin",
            "dimensions": WIDTH, "before": ["[CLS]"], "after": []},
        shapes=SHAPES, encoder={"file": "encoder.onnx", "hidden": WIDTH, "maximum_words": 30, "overlap": 8},
        entities={"file": "entities.onnx", "labels": ENTITIES, "temperature": 1.5}, tags={"file": "syntax.onnx", "labels": TAGS},
        lemmas={"file": "syntax.onnx", "scripts": SCRIPTS},
        dependencies={"arcs": "syntax.onnx", "labels_file": "labels.onnx", "labels": RELATIONS})


def pieces_model():
    folder = FIXTURES / "tiny-pieces"
    folder.mkdir(exist_ok=True)
    vocabulary = (FIXTURES / "wordpiece-vocabulary.txt").read_text()
    (folder / "vocab.txt").write_text(vocabulary)
    tagger(folder / "model.onnx", vocabulary.count("\n"))
    manifest(
        folder, kind="pieces",
        pieces={
            "vocabulary": "vocab.txt", "lowercase": True, "strip_accents": True, "model": "model.onnx",
            "inputs": {"ids": "input_ids", "mask": "attention_mask", "types": "token_type_ids"}, "output": "logits", "labels": ENTITIES,
            "maximum_pieces": 40})


words_model()
pieces_model()
