"""The readers on the development data itself, and that no development sentence is trained on."""

import unittest

from .support import PRESENT, needs_packages

if PRESENT:
    from newsmodel.corpus import Corpus, load_training
    from newsmodel.rawtext import raw_sentences
    from newsmodel.scoring import load_development
    from newsmodel.workspace import Workspace

    DATA = Workspace.from_environment().data
    HAS_DATA = (DATA / "ner/worldwide-dev.tsv").exists()
else:
    HAS_DATA = False


def plain(words: tuple[str, ...]) -> str:
    """Letters and digits alone: sentences are the same whatever cut them."""
    return "".join(character for word in words for character in word.lower() if character.isalnum())


@needs_packages
@unittest.skipUnless(HAS_DATA, "the development data is not here (TEXTMILL_DATA)")
class Data(unittest.TestCase):
    corpus: "Corpus"

    @classmethod
    def setUpClass(cls) -> None:
        cls.corpus = load_training(Workspace.from_environment())

    def test_every_word_has_a_possible_label(self) -> None:
        for source, examples in self.corpus.training.items():
            for example in examples:
                self.assertTrue(all(example.words), source)
                for layer in (example.entities, example.tags):
                    if layer is not None:
                        self.assertEqual(len(layer), len(example.words))
                        self.assertTrue(layer.any(1).all(), source)
                if example.syntax is not None:
                    self.assertEqual(sum(head == 0 for head in example.syntax.heads), 1)

    def test_cutting_into_sentences_loses_no_word(self) -> None:
        for example in self.corpus.training["worldwide"]:
            joined = tuple(word for part in example.sentences() for word in part.words)
            self.assertEqual(joined, example.words)

    def test_no_development_sentence_is_trained_on(self) -> None:
        development = load_development(DATA)
        held = {plain(words) for gold in development.entities.values() for words in gold.sentences}
        held |= {plain(example.words) for trees in development.trees.values() for example in trees}
        held = {text for text in held if len(text) > 60}
        trained = [
            part.words
            for examples in self.corpus.training.values()
            for example in examples
            for part in example.sentences()
        ]
        trained += [sentence.words for sentence in raw_sentences(DATA)]
        both = [words for words in trained if plain(words) in held]
        self.assertEqual(len(both), 0, f"{len(both)} sentences, the first of {len(both[0]) if both else 0} words")
