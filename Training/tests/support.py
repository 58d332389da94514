"""A tiny vocabulary and network for tests; and whether the packages are there at all."""

import importlib.util
import random
import tempfile
import unittest
from pathlib import Path

PRESENT = all(importlib.util.find_spec(name) is not None for name in ("torch", "onnxruntime", "tokenizers", "numpy"))
needs_packages = unittest.skipUnless(PRESENT, "PyTorch and the rest of requirements.txt are not installed here")

WORDS = "the a of in minister president met visited said paris kampala ##s ##ed ##ing . , ' 2 0 news talk un".split()


def vocabulary(folder: Path) -> Path:
    """A vocab.txt with letters, so that every plain word has pieces."""
    letters = list("abcdefghijklmnopqrstuvwxyz")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS, *letters, *("##" + letter for letter in letters)]
    path = folder / "vocab.txt"
    path.write_text("\n".join(dict.fromkeys(pieces)) + "\n", encoding="utf-8")
    return path


def random_sentences(count: int, seed: int, longest: int = 24) -> list[tuple[str, ...]]:
    """Sentences of made-up words of uneven length."""
    rng = random.Random(seed)
    words = "The minister met KAMPALA Paris 2020 , . visited talks x Un-named ß 東京".split()
    return [tuple(rng.choice(words) for _ in range(rng.randint(1, longest))) for _ in range(count)]


class WithFolder(unittest.TestCase):
    """A test with a temporary folder."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
