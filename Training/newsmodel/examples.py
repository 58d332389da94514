"""A sentence or paragraph with whatever annotation its source has."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Syntax:
    """Gold trees: `heads` 1-based word positions with 0 for the root, `relations` UD relations with subtypes."""

    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """Words of one segment. A layer that is None is not annotated; arrays are [words, labels], true where a label is possible.

    `breaks` are the positions where a new sentence begins (0 not among them), for segments that are paragraphs.
    """

    source: str
    words: tuple[str, ...]
    entities: BoolArray | None = None
    tags: BoolArray | None = None
    lemmas: tuple[str | None, ...] | None = None
    syntax: Syntax | None = None
    gold_tags: tuple[str, ...] | None = None
    document: str = ""
    breaks: tuple[int, ...] = field(default=())

    def part(self, start: int, end: int) -> "Example":
        """Words start..<end as an example of their own. Only for examples without trees."""
        if self.syntax is not None:
            raise ValueError("a tree cannot be cut")
        return replace(
            self,
            words=self.words[start:end],
            entities=None if self.entities is None else self.entities[start:end],
            tags=None if self.tags is None else self.tags[start:end],
            lemmas=None if self.lemmas is None else self.lemmas[start:end],
            gold_tags=None if self.gold_tags is None else self.gold_tags[start:end],
            breaks=tuple(position - start for position in self.breaks if start < position < end),
        )

    def with_lemmas(self, lemmas: tuple[str | None, ...]) -> "Example":
        return replace(self, lemmas=lemmas)

    def sentences(self) -> list["Example"]:
        """The parts between the breaks."""
        if not self.breaks:
            return [self]
        bounds = [0, *self.breaks, len(self.words)]
        return [self.part(start, end) for start, end in zip(bounds, bounds[1:], strict=False)]


_STOPS = frozenset([".", "!", "?", "…", "..."])
_CLOSERS = frozenset(['"', "'", "''", "”", "’", ")", "]"])


def sentence_breaks(words: tuple[str, ...]) -> tuple[int, ...]:
    """Where a tokenised paragraph breaks into sentences: after a stop and its closing marks, before a capital, digit or opening mark.

    A straight quote after a stop closes when an odd number of them stand before it in the sentence.
    """
    breaks = []
    start = 0
    position = 0
    while position < len(words):
        if words[position] in _STOPS:
            end = position + 1
            while end < len(words) and words[end] in _CLOSERS and not _opens(words, start, end):
                end += 1
            if end < len(words) and _begins(words[end]) and end - start > 1:
                breaks.append(end)
                start = end
            position = end
        else:
            position += 1
    return tuple(breaks)


def _opens(words: tuple[str, ...], start: int, position: int) -> bool:
    """Whether a straight quote at `position` opens: an even number of the same stand since `start`."""
    mark = words[position]
    return mark in ('"', "'", "''") and words[start:position].count(mark) % 2 == 0


def _begins(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word[0] in "\"'“‘`(["
