"""The exported graphs against PyTorch, int8 against float, a sentence alone against its batch."""

import json
import unittest

from .support import PRESENT, WithFolder, needs_packages, random_sentences, vocabulary

if PRESENT:
    import numpy as np
    import torch

    from newsmodel.baseforms import BaseForms
    from newsmodel.calibration import calibrate
    from newsmodel.export import ModelFolder
    from newsmodel.graph import quantise_columns
    from newsmodel.graphs import GraphMaker
    from newsmodel.inventory import Inventory
    from newsmodel.lemmas import Script
    from newsmodel.model import EncoderSize, NewsModel
    from newsmodel.predict import predictor
    from newsmodel.runtime import GraphModel, PieceTable, quantise_table, table_of
    from newsmodel.ship import batch_dependence
    from newsmodel.wordpieces import WordPieces

FIELDS = ("entities", "tags", "lemmas", "arcs")


@needs_packages
class Graphs(WithFolder):
    def build(self, layers: tuple[str, ...], table: int = 32, activation: str = "relu") -> None:
        torch.manual_seed(3)
        self.vocabulary = vocabulary(self.folder)
        self.wordpieces = WordPieces(self.vocabulary)
        self.inventory = Inventory((Script(), Script(True), Script(lemma="be")), ("nsubj", "obj", "root"))
        size = EncoderSize(self.wordpieces.size, table, 64, layers, 2, 128, activation)
        self.model = NewsModel(size, self.inventory.head_sizes(16, 16))
        self.model.eval()
        self.data = quantise_table(table_of(self.model.encoder.pieces.weight))
        self.table = PieceTable(self.data, table, self.wordpieces)
        with torch.no_grad():  # the table as the engine has it, so that only the graphs can differ
            rows = self.table.rows.astype(np.float32) * self.table.scales[:, None]
            self.model.encoder.pieces.weight.copy_(torch.from_numpy(rows))
            self.model.encoder.shapes.weight.normal_(std=0.5)

    def test_float_graphs_compute_what_pytorch_computes(self) -> None:
        for layers in (("attention", "attention"), ("convolution:1", "convolution:2"), ("convolution:1", "attention")):
            for table, activation in ((64, "relu"), (32, "gelu")):
                with self.subTest(layers=layers, table=table, activation=activation):
                    self.build(layers, table, activation)
                    sentences = random_sentences(12, seed=5)
                    reference = predictor(self.model, self.wordpieces, half=False)(sentences, True)
                    found = GraphModel(GraphMaker(self.model).all(), self.table)(sentences, True)
                    for expected, prediction, words in zip(reference, found, sentences, strict=True):
                        for field in FIELDS:
                            np.testing.assert_allclose(getattr(prediction, field), getattr(expected, field), atol=2e-4)
                        heads = [0] * len(words)
                        assert prediction.relate and expected.relate
                        np.testing.assert_allclose(prediction.relate(heads), expected.relate(heads), atol=2e-4)

    def test_int8_stays_near_float_and_apart_from_its_batch(self) -> None:
        for layers in (("attention", "attention"), ("convolution:1", "convolution:2")):
            with self.subTest(layers=layers):
                self.build(layers)
                sentences = random_sentences(48, seed=6)
                ranges = calibrate(GraphMaker(self.model), self.table, sentences)
                integers = GraphModel(GraphMaker(self.model, ranges, weight_bits=7).all(), self.table)
                floats = GraphModel(GraphMaker(self.model).all(), self.table)
                for near, exact in zip(integers(sentences, True), floats(sentences, True), strict=True):
                    assert near.tags is not None and exact.tags is not None
                    spread = float(np.std(exact.tags))
                    self.assertLess(float(np.abs(near.tags - exact.tags).mean()), 0.15 * spread)
                self.assertEqual(batch_dependence(integers, sentences), 0.0)

    def test_seven_bits_keep_pairs_of_products_within_sixteen_bits(self) -> None:
        weight = np.random.default_rng(1).normal(size=(8, 5)).astype(np.float32)
        quantised, scales = quantise_columns(weight, 7)
        self.assertLessEqual(2 * 255 * int(np.abs(quantised).max()), 32767)
        np.testing.assert_allclose(quantised * scales, weight, atol=float(scales.max()) / 2 + 1e-6)

    def test_the_folder_names_every_file_with_size_and_hash(self) -> None:
        self.build(("attention",))
        graphs = GraphMaker(self.model).all()
        target = self.folder / "model"
        known = BaseForms({"go": "NV", "see": "V"})
        ModelFolder("tiny", "0", self.vocabulary, "[CLS]", self.data, known).write(
            target, self.model, self.inventory, graphs
        )
        manifest = json.loads((target / "manifest.json").read_text())
        self.assertEqual(
            set(manifest["files"]),
            {"vocab.txt", "pieces.bin", "base-forms.txt", "encoder.onnx", "entities.onnx", "syntax.onnx", "labels.onnx"},
        )
        for name, entry in manifest["files"].items():
            self.assertEqual(entry["bytes"], (target / name).stat().st_size)
        self.assertEqual(manifest["files"]["pieces.bin"]["bytes"], self.wordpieces.size * (32 + 4))
        self.assertEqual(manifest["lemmas"]["scripts"][2], {"lemma": "be"})


if __name__ == "__main__":
    unittest.main()
