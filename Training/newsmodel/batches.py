"""Batches: sentences of similar length, padded, as tensors."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from .examples import Example
from .lemmas import Script
from .wordpieces import WordPieces

MAXIMUM_WORDS = 254


@dataclass(frozen=True)
class Inputs:
    """What the encoder reads. B sentences, T positions; position 0 is the root pseudo-word.

    `pieces` lists the piece identifiers of all B*T positions one after another, `offsets` [B*T] where each position's begin,
    `weights` 1/sqrt(pieces of the position) for each piece. `shapes` int64 [B,T]; `mask` bool [B,T], true at real positions.
    """

    pieces: Tensor
    offsets: Tensor
    weights: Tensor
    shapes: Tensor
    mask: Tensor

    @property
    def size(self) -> tuple[int, int]:
        rows, columns = self.mask.shape
        return rows, columns


def collate(sentences: Sequence[Sequence[str]], wordpieces: WordPieces) -> Inputs:
    """Inputs of sentences of at most MAXIMUM_WORDS words."""
    rows, columns = len(sentences), 1 + max(len(words) for words in sentences)
    pieces: list[int] = []
    offsets: list[int] = []
    weights: list[float] = []
    shapes = np.zeros((rows, columns), dtype=np.int64)
    mask = np.zeros((rows, columns), dtype=np.bool_)
    for row, words in enumerate(sentences):
        offsets.append(len(pieces))
        pieces.append(wordpieces.root)
        weights.append(1.0)
        for position, word in enumerate(words, start=1):
            found = wordpieces.pieces(word)
            offsets.append(len(pieces))
            pieces.extend(found)
            weights.extend([len(found) ** -0.5] * len(found))
            shapes[row, position] = wordpieces.shape(word)
        mask[row, : len(words) + 1] = True
        offsets.extend([len(pieces)] * (columns - 1 - len(words)))
    return Inputs(
        torch.tensor(pieces),
        torch.tensor(offsets),
        torch.tensor(weights),
        torch.from_numpy(shapes),
        torch.from_numpy(mask),
    )


@dataclass(frozen=True)
class Targets:
    """Gold of a batch. Word positions exclude the root: W = T - 1. Choices bool [B,W,labels], all true where nothing is annotated;
    `heads` int64 [B,W] with -100 where there is no tree; `relations` likewise. Counts say how many words carry each layer."""

    entities: Tensor
    tags: Tensor
    lemmas: Tensor
    heads: Tensor
    relations: Tensor
    counts: dict[str, int]


class TargetMaker:
    """Turns annotation into Targets, with the inventories of one model."""

    def __init__(
        self, entity_count: int, tag_count: int, lemma_choices: "LemmaChoices", relations: Sequence[str]
    ) -> None:
        self.entity_count = entity_count
        self.tag_count = tag_count
        self.lemma_choices = lemma_choices
        self.relations = {name: index for index, name in enumerate(relations)}

    def targets(self, examples: Sequence[Example]) -> Targets:
        rows, columns = len(examples), max(len(example.words) for example in examples)
        entities = np.ones((rows, columns, self.entity_count), dtype=np.bool_)
        tags = np.ones((rows, columns, self.tag_count), dtype=np.bool_)
        lemmas = np.ones((rows, columns, self.lemma_choices.count), dtype=np.bool_)
        heads = np.full((rows, columns), -100, dtype=np.int64)
        relations = np.full((rows, columns), -100, dtype=np.int64)
        counts = {"entities": 0, "tags": 0, "lemmas": 0, "heads": 0}
        for row, example in enumerate(examples):
            count = len(example.words)
            if example.entities is not None:
                entities[row, :count] = example.entities
                counts["entities"] += count
            if example.tags is not None:
                tags[row, :count] = example.tags
                counts["tags"] += count
            if example.lemmas is not None:
                counts["lemmas"] += count
                for position, (form, lemma) in enumerate(zip(example.words, example.lemmas, strict=True)):
                    choices = None if lemma is None else self.lemma_choices.choices(form, lemma)
                    if choices is not None:
                        lemmas[row, position] = choices
            if example.syntax is not None:
                counts["heads"] += count
                heads[row, :count] = example.syntax.heads
                relations[row, :count] = [self.relations.get(name, -100) for name in example.syntax.relations]
        return Targets(
            torch.from_numpy(entities),
            torch.from_numpy(tags),
            torch.from_numpy(lemmas),
            torch.from_numpy(heads),
            torch.from_numpy(relations),
            counts,
        )


class LemmaChoices:
    """Which scripts give a form's lemma, remembered as masks."""

    def __init__(self, scripts: Sequence[Script]) -> None:
        self.scripts = list(scripts)
        self.count = len(self.scripts)
        self._known: dict[tuple[str, str], npt.NDArray[np.bool_] | None] = {}

    def choices(self, form: str, lemma: str) -> npt.NDArray[np.bool_] | None:
        """True at every script that turns `form` into `lemma`; None where none does."""
        key = (form, lemma)
        if key not in self._known:
            mask = np.array([script.apply(form) == lemma for script in self.scripts], dtype=np.bool_)
            self._known[key] = mask if mask.any() else None
        return self._known[key]


def bucket(lengths: Sequence[int], budget: int, rng: random.Random | None = None, most: int = 96) -> list[list[int]]:
    """Indices grouped so that (sentences * longest) stays within `budget` positions. With `rng`: shuffled batches, lengths blurred."""
    order = list(range(len(lengths)))
    if rng is None:
        order.sort(key=lambda index: lengths[index])
    else:
        blurred = [length + rng.random() * 6 for length in lengths]
        order.sort(key=lambda index: blurred[index])
    groups: list[list[int]] = []
    current: list[int] = []
    longest = 0
    for index in order:
        grown = max(longest, lengths[index] + 1)
        if current and ((len(current) + 1) * grown > budget or len(current) >= most):
            groups.append(current)
            current, grown = [], lengths[index] + 1
        current.append(index)
        longest = grown
    if current:
        groups.append(current)
    if rng is not None:
        rng.shuffle(groups)
    return groups
