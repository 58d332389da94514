"""What one epoch of training consists of: which examples, varied how, in which batches. A function of the seed alone."""

import random
from dataclasses import dataclass
from pathlib import Path

from .augment import Augmenter
from .batches import bucket
from .corpus import SHARES
from .examples import Example


@dataclass(frozen=True)
class Epoch:
    """Varied examples, batches of their indices, and the part of all words that carries each layer."""

    examples: list[Example]
    batches: list[list[int]]
    shares: dict[str, float]


def build_epoch(
    training: dict[str, list[Example]],
    augmenter: Augmenter,
    seed: int,
    epoch: int,
    budget: int,
    shares: dict[str, float] = SHARES,
) -> Epoch:
    """Takes each source as often as `shares` says and varies every example by a generator of its own."""
    chosen: list[Example] = []
    for source, examples in training.items():
        share = shares[source]
        order = list(range(len(examples)))
        random.Random(f"{seed}/{source}").shuffle(order)
        count = round(share * len(order))
        start = epoch * count
        for step in range(count):
            index = order[(start + step) % len(order)]
            rng = random.Random(f"{seed}/{source}/{epoch}/{step}/{index}")
            chosen.extend(augmenter.vary(examples[index], rng))
    lengths = [len(example.words) for example in chosen]
    batches = bucket(lengths, budget, random.Random(f"{seed}/batches/{epoch}"))
    words = sum(lengths)
    layers = {
        "entities": sum(len(example.words) for example in chosen if example.entities is not None),
        "tags": sum(len(example.words) for example in chosen if example.tags is not None),
        "lemmas": sum(len(example.words) for example in chosen if example.lemmas is not None),
        "heads": sum(len(example.words) for example in chosen if example.syntax is not None),
    }
    return Epoch(chosen, batches, {name: count / words for name, count in layers.items()})


def dateline_places(data: Path) -> list[tuple[str, ...]]:
    """Names of cities for datelines: every thirtieth of those written in plain letters."""
    places = []
    for number, line in enumerate((data / "gazetteers/world-cities.csv").read_text(encoding="utf-8").splitlines()[1:]):
        name = line.split(",")[0]
        if number % 30 == 0 and name.replace(" ", "").isalpha():
            places.append(tuple(name.split(" ")))
    return places
