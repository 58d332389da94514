"""The loop: a stopped training takes the same course; labelling goes on; students start near their source."""

import contextlib
import io
import random
import unittest

from .support import PRESENT, WithFolder, needs_packages, random_sentences, vocabulary

if PRESENT:
    import numpy as np
    import torch

    from newsmodel.augment import Augmenter, Rates, respelled
    from newsmodel.batches import bucket, collate
    from newsmodel.epochs import build_epoch
    from newsmodel.examples import Example, Syntax
    from newsmodel.inventory import Inventory
    from newsmodel.labels import ENTITY_LABELS, UPOS
    from newsmodel.lemmas import Script
    from newsmodel.losses import TaskWeights, gold_loss
    from newsmodel.model import EncoderSize, NewsModel
    from newsmodel.narrowing import narrow
    from newsmodel.softlabels import label
    from newsmodel.training import Course, Schedule, Trainer
    from newsmodel.wordpieces import WordPieces


class Stopped(Exception):
    """Stands for a kill."""


def example(words: tuple[str, ...]) -> "Example":
    """All layers, with a chain as the tree."""
    count = len(words)
    entities = np.zeros((count, len(ENTITY_LABELS)), dtype=np.bool_)
    entities[:, 0] = True
    tags = np.zeros((count, len(UPOS)), dtype=np.bool_)
    tags[:, 7] = True
    syntax = Syntax(tuple(range(count)), ("root",) + ("obj",) * (count - 1))
    return Example("gum", words, entities, tags, tuple(word.lower() for word in words), syntax)


@needs_packages
class Training(WithFolder):
    def setUp(self) -> None:
        super().setUp()
        self.wordpieces = WordPieces(vocabulary(self.folder))
        self.inventory = Inventory((Script(), Script(True)), ("obj", "root"))
        self.examples = [example(words) for words in random_sentences(24, seed=1, longest=9)]

    def model(self, hidden: int = 64, table: int = 64, layers: int = 2) -> "NewsModel":
        torch.manual_seed(1)
        size = EncoderSize(
            self.wordpieces.size, table, hidden, ("attention",) * layers, hidden // 32, 2 * hidden, "relu"
        )
        return NewsModel(size, self.inventory.head_sizes(16, 16))

    def train(self, folder: str, stop_after: int | None = None) -> "NewsModel":
        model = self.model()
        targets = self.inventory.target_maker()
        shares = {"entities": 1.0, "tags": 1.0, "lemmas": 1.0, "heads": 1.0}
        taken = 0

        def course(epoch: int) -> Course:
            groups = bucket([len(item.words) for item in self.examples], 64)

            def loss(step: int) -> tuple[torch.Tensor, dict[str, float]]:
                nonlocal taken
                if taken == stop_after:
                    raise Stopped
                taken += 1
                chosen = [self.examples[index] for index in groups[step]]
                inputs = collate([item.words for item in chosen], self.wordpieces)
                return gold_loss(
                    model, model(inputs), targets.targets(chosen), inputs.mask[:, 1:], shares, TaskWeights()
                )

            return Course(len(groups), loss)

        schedule = Schedule(epochs=8, encoder_rate=3e-3, head_rate=1e-2, average=0.5, save_seconds=0.0)
        with contextlib.redirect_stdout(io.StringIO()):
            Trainer(model, self.folder / folder, schedule, course, lambda epoch: {}).run()
        return model

    def test_a_stopped_training_ends_with_the_same_weights(self) -> None:
        whole = self.train("whole")
        with self.assertRaises(Stopped):
            self.train("stopped", stop_after=5)
        resumed = self.train("stopped")
        for name, value in whole.state_dict().items():
            self.assertTrue(torch.equal(value, resumed.state_dict()[name]), name)

    def test_training_lowers_the_loss(self) -> None:
        targets = self.inventory.target_maker()
        shares = {"entities": 1.0, "tags": 1.0, "lemmas": 1.0, "heads": 1.0}
        inputs = collate([item.words for item in self.examples], self.wordpieces)
        gold = targets.targets(self.examples)

        def loss(model: NewsModel) -> float:
            model.eval()
            with torch.no_grad():
                return float(gold_loss(model, model(inputs), gold, inputs.mask[:, 1:], shares, TaskWeights())[0])

        self.assertLess(loss(self.train("again")), 0.5 * loss(self.model()))

    def test_labels_go_on_where_they_were_stopped_and_belong_to_their_sentences(self) -> None:
        sentences = random_sentences(9, seed=4)
        model = self.model()
        with contextlib.redirect_stdout(io.StringIO()):
            first = label(model, self.wordpieces, sentences, self.folder / "labels", hidden=32)
        again = label(model, self.wordpieces, sentences, self.folder / "labels", hidden=32)
        for name, values in first.arrays.items():
            np.testing.assert_array_equal(values, again.arrays[name])
        self.assertEqual(first.rows([2, 5], "hidden").shape, (len(sentences[2]) + len(sentences[5]), 32))
        probability = first.rows(list(range(9)), "entities").exp().sum(-1)
        torch.testing.assert_close(probability, torch.ones_like(probability), atol=0.02, rtol=0)
        with self.assertRaises(ValueError):
            label(model, self.wordpieces, sentences[:-1], self.folder / "labels", hidden=32)

    def test_a_student_as_wide_as_its_teacher_starts_as_its_teacher(self) -> None:
        teacher, student = self.model(), self.model()
        torch.manual_seed(9)
        for value in student.parameters():
            torch.nn.init.normal_(value)
        sentences = random_sentences(80, seed=8)
        kept = narrow(student, teacher, (0, 1), sentences, self.wordpieces)
        self.assertEqual(kept, 1.0)
        inputs = collate(sentences[:8], self.wordpieces)
        teacher.eval()
        student.eval()
        with torch.no_grad():
            theirs, ours = teacher(inputs), student(inputs)
        for name in ("entities", "tags", "lemmas", "arcs"):
            torch.testing.assert_close(getattr(ours, name), getattr(theirs, name))

    def test_an_epoch_follows_from_its_seed(self) -> None:
        training = {"gum": self.examples, "masc": self.examples}
        first, second, other = (build_epoch(training, Augmenter([]), seed, 1, 64) for seed in (1, 1, 2))
        self.assertEqual([item.words for item in first.examples], [item.words for item in second.examples])
        self.assertEqual(first.batches, second.batches)
        self.assertNotEqual([item.words for item in first.examples], [item.words for item in other.examples])


@needs_packages
class Augmentation(unittest.TestCase):
    def test_a_dateline_is_marked_as_a_place(self) -> None:
        words = ("Talks", "went", "on", ".")
        mask = np.zeros((4, len(ENTITY_LABELS)), dtype=np.bool_)
        mask[:, 0] = True
        augmenter = Augmenter([("New", "Delhi")], Rates(dateline=1, capitals=0, title=0, lower=0, no_stop=0, marks=0))
        (varied,) = augmenter.vary(Example("worldwide", words, mask), random.Random(1))
        self.assertEqual([word.lower() for word in varied.words[:2]], ["new", "delhi"])
        assert varied.entities is not None
        labels = [ENTITY_LABELS[int(index)] for index in varied.entities.argmax(1)]
        self.assertEqual(labels[:2], ["B-LOC", "I-LOC"])
        self.assertEqual(varied.words[-4:], words)
        self.assertEqual(len(varied.words), len(varied.entities))

    def test_capitals_drop_lemmas_that_can_no_longer_be_made(self) -> None:
        before = Example("gum", ("Paris", "talks"), lemmas=("Paris", "talk"))
        varied = respelled(before, random.Random(1), Rates(capitals=1, marks=0))
        self.assertEqual(varied.words, ("PARIS", "TALKS"))
        self.assertEqual(varied.lemmas, (None, "talk"))


if __name__ == "__main__":
    unittest.main()
