"""What news does to sentences: headlines in capitals, titles, missing stops, datelines, lower case, paragraphs without cuts.

An example is varied anew every epoch, from a seed of its own, so that a resumed training sees the same variants.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .batches import MAXIMUM_WORDS
from .examples import BoolArray, Example
from .labels import ENTITY_INDEX, ENTITY_LABELS

_SMALL = frozenset("a an the and or but nor of in on at to by for from with as is are be vs via".split())
_AGENCIES = ["Reuters", "AFP", "AP", "Xinhua", "PTI", "ANSA", "EFE", "IPS", "BBC", "UPI"]
# Marks that stand for one another in other people's typography.
_MARKS = {
    '"': ["“", "”", "''", "``", "«", "»"], "'": ["‘", "’", "`"], "(": ["[", "<", "{"], ")": ["]", ">", "}"], "-": ["–", "—", "--", "*", "•"],
    "–": ["-", "—", "--"], "—": ["-", "–", "--"], "...": ["…", "....", "....."], "…": ["..."], "!": ["!!", "!!!"], "?": ["??", "?!"],
    ":": ["—", "–", "|", "/", ">"], ";": ["—", "•"], "“": ['"', "«"], "”": ['"', "»"], "’": ["'"], "‘": ["'"],
}  # fmt: skip
_MONTHS = "January February March April May June July August September October November December Jan. Feb. Aug. Sept. Oct. Nov. Dec.".split()


@dataclass(frozen=True)
class Rates:
    """Probabilities of each variation."""

    whole_paragraph: float = 0.2
    capitals: float = 0.03
    title: float = 0.05
    lower: float = 0.02
    no_stop: float = 0.06
    dateline: float = 0.03
    marks: float = 0.1


class Augmenter:
    """Varies examples. `places` are names for datelines, as words."""

    def __init__(self, places: list[tuple[str, ...]], rates: Rates | None = None) -> None:
        self.places = places
        self.rates = rates or Rates()

    def vary(self, example: Example, rng: random.Random) -> list[Example]:
        """The segment whole or cut into sentences, each perhaps changed; too long ones cut at MAXIMUM_WORDS."""
        whole = not example.breaks or rng.random() < self.rates.whole_paragraph
        parts = [example] if whole else example.sentences()
        varied = [self._sentence(part, rng) for part in parts]
        return [piece for part in varied for piece in fit(part)]

    def _sentence(self, example: Example, rng: random.Random) -> Example:
        rates = self.rates
        if rng.random() < rates.dateline and example.entities is not None and self.places:
            example = self._dateline(example, rng)
        if (
            rng.random() < rates.no_stop
            and example.syntax is None
            and len(example.words) > 3
            and example.words[-1] == "."
        ):
            example = example.part(0, len(example.words) - 1)
        return respelled(example, rng, rates)

    def _dateline(self, example: Example, rng: random.Random) -> Example:
        place = rng.choice(self.places)
        upper = rng.random() < 0.5
        words = [word.upper() if upper else word for word in place]
        labels = ["B-LOC"] + ["I-LOC"] * (len(place) - 1)
        if rng.random() < 0.5:
            words += [",", rng.choice(_MONTHS), str(rng.randint(1, 31))]
            labels += ["O", "B-DATE", "I-DATE"]
        if rng.random() < 0.6:
            words += ["(", rng.choice(_AGENCIES), ")"]
            labels += ["O", "B-ORG", "O"]
        words.append(rng.choice(["-", "—", "–", ":"]))
        labels.append("O")
        mask: BoolArray = np.zeros((len(labels), len(ENTITY_LABELS)), dtype=np.bool_)
        mask[np.arange(len(labels)), [ENTITY_INDEX[label] for label in labels]] = True
        assert example.entities is not None
        return Example(
            example.source,
            tuple(words) + example.words,
            entities=np.concatenate([mask, example.entities]),
            document=example.document,
        )


def respelled(example: Example, rng: random.Random, rates: Rates | None = None) -> Example:
    """The same words, seldom in capitals, as a title, in lower case, or with other marks."""
    chances = rates or Rates()
    if rng.random() < chances.marks:
        example = _remark(example, rng)
    draw = rng.random()
    if draw < chances.capitals:
        return _respell(example, str.upper)
    if draw < chances.capitals + chances.title:
        return _respell(example, titled)
    if draw < chances.capitals + chances.title + chances.lower:
        return _respell(example, str.lower)
    return example


def _remark(example: Example, rng: random.Random) -> Example:
    """Other marks in the place of some. Their lemmas are left out."""
    words = tuple(rng.choice(_MARKS[word]) if word in _MARKS else word for word in example.words)
    lemmas = example.lemmas
    if lemmas is not None:
        lemmas = tuple(
            lemma if new == old else None for old, new, lemma in zip(example.words, words, lemmas, strict=True)
        )
    return replace(example, words=words, lemmas=lemmas)


def titled(word: str) -> str:
    return word if word.lower() in _SMALL else word[:1].upper() + word[1:]


def _respell(example: Example, change: Callable[[str], str]) -> Example:
    """The same words in other letters. A lemma that keeps capitals can no longer be made from such a form: left out there."""
    words = tuple(change(word) for word in example.words)
    lemmas = example.lemmas
    if lemmas is not None:
        lemmas = tuple(
            lemma if lemma is not None and (new == old or lemma == lemma.lower()) else None
            for old, new, lemma in zip(example.words, words, lemmas, strict=True)
        )
    return replace(example, words=words, lemmas=lemmas)


def fit(example: Example) -> list[Example]:
    """Pieces of at most MAXIMUM_WORDS words; a longer sentence with a tree is left out."""
    if len(example.words) <= MAXIMUM_WORDS:
        return [example] if example.words else []
    if example.syntax is not None:
        return []
    starts = range(0, len(example.words), MAXIMUM_WORDS)
    return [example.part(start, min(start + MAXIMUM_WORDS, len(example.words))) for start in starts]
