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


def expected(sentences):
    """What the engine must find, reckoned by trying every sequence of labels and every tree."""
    import itertools
    import sys

    import onnxruntime
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    folder = FIXTURES / "tiny-words"
    pieces = (folder / "vocab.txt").read_text().split("\n")[:-1]
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    raw = (folder / "pieces.bin").read_bytes()
    graphs = {n: onnxruntime.InferenceSession(folder / f"{n}.onnx") for n in ("encoder", "entities", "syntax", "labels")}

    def vector(ids):
        total = np.zeros(WIDTH, np.float32)
        for i in ids:
            row = raw[i * (WIDTH + 4) : (i + 1) * (WIDTH + 4)]
            total += np.frombuffer(row[:WIDTH], np.int8).astype(np.float32) * np.frombuffer(row[WIDTH:], "<f4")[0]
        return total / np.sqrt(np.float32(len(ids)))

    def shape(word):
        letters = [c for c in word if c.isalpha()]
        if not letters:
            return 6 if any(c.isdigit() for c in word) else 0
        capitals = [c.isupper() for c in letters]
        if any(c.isdigit() for c in word):
            return 7
        if not any(capitals):
            return 1
        if len(letters) == 1:
            return 4
        return 3 if all(capitals) else 2 if capitals[0] and not any(capitals[1:]) else 5

    def entities_of(logits):
        weights = np.exp(logits.astype(np.float64) / 1.5)
        total, best, shares = 0.0, (-1.0, None), {}
        for path in itertools.product(range(len(ENTITIES)), repeat=len(logits)):
            names = [ENTITIES[i] for i in path]
            if any(n[0] == "I" and (k == 0 or names[k - 1][0] == "O" or names[k - 1][2:] != n[2:]) for k, n in enumerate(names)):
                continue
            weight = float(np.prod([weights[k, i] for k, i in enumerate(path)]))
            spans = [
                (k, next((j for j in range(k + 1, len(names)) if names[j][0] != "I"), len(names)), n[2:])
                for k, n in enumerate(names) if n[0] == "B"
            ]
            total += weight
            for s in spans:
                shares[s] = shares.get(s, 0.0) + weight
            if weight > best[0]:
                best = (weight, spans)
        return [[*s, round(shares[s] / total, 5)] for s in best[1]]

    def tree_of(arcs):
        count = len(arcs) - 1
        best = (-1e30, None)
        for heads in itertools.product(range(count + 1), repeat=count):
            if sum(h == 0 for h in heads) != 1 or any(h == k + 1 for k, h in enumerate(heads)):
                continue
            def leads_to_root(k):
                for _ in range(count):
                    if heads[k] == 0:
                        return True
                    k = heads[k] - 1
                return False
            if all(leads_to_root(k) for k in range(count)):
                score = sum(float(arcs[k + 1, h]) for k, h in enumerate(heads))
                if score > best[0]:
                    best = (score, heads)
        return list(best[1])

    results = []
    for words in sentences:
        ids = [[pieces.index("[CLS]")]] + [tokenizer.encode(w, add_special_tokens=False).ids[:12] or [1] for w in words]
        vectors = np.stack([vector(i) for i in ids])[None]
        shapes = np.array([[0] + [shape(w) for w in words]])
        mask = np.ones((1, len(ids)), np.float32)
        hidden = graphs["encoder"].run(None, {"vectors": vectors, "shapes": shapes, "mask": mask})[0]
        logits = graphs["entities"].run(None, {"hidden": hidden})[0][0, 1:]
        tags, lemmas, arcs = graphs["syntax"].run(["tags", "lemmas", "arcs"], {"hidden": hidden, "mask": mask})
        heads = tree_of(arcs[0])
        relations = graphs["labels"].run(None, {"hidden": hidden, "heads": np.array([[0] + heads])})[0][0, 1:].copy()
        root = RELATIONS.index("root")
        relations[:, root] = -1e9
        results.append({
            "words": words, "entities": entities_of(logits), "tags": tags[0, 1:].argmax(-1).tolist(), "heads": [h - 1 for h in heads],
            "relations": [root if h == 0 else int(r.argmax()) for h, r in zip(heads, relations)],
            "lemmas": lemmas[0, 1:].argmax(-1).tolist()})
    lines = ",\n".join(json.dumps(r) for r in results)
    (FIXTURES / "tiny-words-expected.json").write_text(f"[\n{lines}\n]\n")


expected([s.split() for s in (
    "Talks", "NATO met .", "The minister visited Azerbaijan on Monday", "Oil fell 3 percent in March", "Zelensky 's office said so", "— ! ? ...",
    "naïve Élysée 東京 İstanbul x", "He said she said he", "United Nations of New York", "in in in in in", "1,000 men left", "Q z ζ ЖЖ 7th U.S."
)])
