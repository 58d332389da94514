"""Names that agree within a document."""

import unittest

from .support import PRESENT, needs_packages

if PRESENT:
    import numpy as np

    from newsmodel.consistency import agree, agree_by_document
    from newsmodel.decode import FloatArray, viterbi
    from newsmodel.labels import ENTITY_INDEX, ENTITY_LABELS


@needs_packages
class Agreement(unittest.TestCase):
    def scores(self, labels: list[str], sure: float) -> "FloatArray":
        """Logits that favour `labels` by `sure`, and a place or person next."""
        found = np.zeros((len(labels), len(ENTITY_LABELS)), dtype=np.float32)
        for position, label in enumerate(labels):
            found[position, ENTITY_INDEX[label]] = sure
            if label != "O":
                found[position, ENTITY_INDEX["B-LOC"]] += 2
        return found

    def decoded(self, score: "FloatArray") -> list[str]:
        return [ENTITY_LABELS[label] for label in viterbi(score)]

    def test_a_sure_sentence_decides_for_an_unsure_one(self) -> None:
        sentences = [("Mr.", "Carcross", "spoke"), ("CARCROSS", "agreed")]
        scores = [self.scores(["O", "B-PERSON", "O"], 9.0), self.scores(["B-PERSON", "O"], 1.0)]
        self.assertEqual(self.decoded(scores[1]), ["B-LOC", "O"])
        agreed = agree(sentences, scores)
        self.assertEqual(self.decoded(agreed[1]), ["B-PERSON", "O"])
        self.assertEqual(self.decoded(agreed[0]), ["O", "B-PERSON", "O"])

    def test_documents_do_not_speak_for_one_another(self) -> None:
        sentences = [("Carcross",), ("Carcross",)]
        scores = [self.scores(["B-PERSON"], 9.0), self.scores(["B-PERSON"], 1.0)]
        apart = agree_by_document(sentences, ["a", "b"], scores)
        self.assertEqual(self.decoded(apart[1]), ["B-LOC"])
        unnamed = agree_by_document(sentences, ["", ""], scores)
        self.assertEqual(self.decoded(unnamed[1]), ["B-LOC"])
        self.assertEqual(self.decoded(agree_by_document(sentences, ["a", "a"], scores)[1]), ["B-PERSON"])
