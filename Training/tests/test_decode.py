"""Decoding against exhaustive search."""

import itertools
import unittest

from .support import PRESENT, needs_packages

if PRESENT:
    import numpy as np

    from newsmodel import decode
    from newsmodel.labels import ENTITY_LABELS


@needs_packages
class Trees(unittest.TestCase):
    def test_the_tree_is_the_best_of_all_with_one_root(self) -> None:
        generator = np.random.default_rng(1)
        for words in (1, 2, 3, 4, 5):
            for _ in range(30):
                scores = generator.normal(size=(words, words + 1)).astype(np.float32)
                found = decode.tree(scores)
                best = max(self.trees(words), key=lambda heads: self.total(scores, heads))
                self.assertAlmostEqual(self.total(scores, tuple(found)), self.total(scores, best), places=4)
                self.assertIn(tuple(found), set(self.trees(words)))

    def total(self, scores: "np.ndarray", heads: tuple[int, ...]) -> float:
        return float(sum(scores[word, head] for word, head in enumerate(heads)))

    def trees(self, words: int) -> list[tuple[int, ...]]:
        found = []
        for heads in itertools.product(range(words + 1), repeat=words):
            if sum(head == 0 for head in heads) == 1 and all(self.reaches(heads, word) for word in range(1, words + 1)):
                found.append(heads)
        return found

    def reaches(self, heads: tuple[int, ...], word: int) -> bool:
        for _ in range(len(heads) + 1):
            if word == 0:
                return True
            word = heads[word - 1]
        return False


@needs_packages
class Tags(unittest.TestCase):
    def test_no_inside_without_a_beginning(self) -> None:
        generator = np.random.default_rng(2)
        for _ in range(50):
            labels = decode.viterbi(generator.normal(size=(12, len(ENTITY_LABELS))).astype(np.float32) * 3)
            before = "O"
            for index in labels:
                label = ENTITY_LABELS[index]
                if label[0] == "I":
                    self.assertEqual(before[1:], label[1:])
                before = label

    def test_spans_of_tags(self) -> None:
        self.assertEqual(
            decode.spans(["B-ORG", "I-ORG", "B-ORG", "O", "I-LOC", "I-LOC", "I-ORG"]),
            [(0, 2, "ORG"), (2, 3, "ORG"), (4, 6, "LOC"), (6, 7, "ORG")],
        )

    def test_nothing_gives_nothing(self) -> None:
        self.assertEqual(decode.viterbi(np.zeros((0, len(ENTITY_LABELS)), dtype=np.float32)), [])
        self.assertEqual(decode.tree(np.zeros((0, 1), dtype=np.float32)), [])
