"""Lemmas as edit scripts: a small set of classes, each a rule that turns a form into its lemma.

A script either lower-cases (or not), strips characters off the end and appends some, or names the lemma outright.
Several scripts can give a form's lemma; all of them count as right.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .baseforms import BaseForms


@dataclass(frozen=True)
class Script:
    """`lemma` set: that is the lemma. Otherwise: lower-case if `lower`, strip `strip` code points off the end, append `append`."""

    lower: bool = False
    strip: int = 0
    append: str = ""
    lemma: str | None = None

    def apply(self, form: str) -> str:
        if self.lemma is not None:
            return self.lemma
        text = form.lower() if self.lower else form
        return text[: len(text) - self.strip] + self.append if self.strip <= len(text) else form

    @property
    def is_inflection(self) -> bool:
        """Whether it takes an ending off or puts another there."""
        return self.lemma is None and self.lower and (self.strip > 0 or self.append != "")

    def to_json(self) -> dict[str, Any]:
        if self.lemma is not None:
            return {"lemma": self.lemma}
        return {"lower": self.lower, "strip": self.strip, "append": self.append}

    @staticmethod
    def from_json(value: dict[str, Any]) -> "Script":
        if "lemma" in value:
            return Script(lemma=value["lemma"])
        return Script(value["lower"], value["strip"], value["append"])


def candidates(form: str, lemma: str) -> list[Script]:
    """The shortest edit with and without lower-casing, and for words that change altogether the lemma itself."""
    found = []
    for lower in (True, False):
        text = form.lower() if lower else form
        common = 0
        while common < min(len(text), len(lemma)) and text[common] == lemma[common]:
            common += 1
        found.append(Script(lower, len(text) - common, lemma[common:]))
        if common == 0 or (lower and len(text) - common > 2):
            found.append(Script(lemma=lemma))
    return found


def inventory(pairs: Iterable[tuple[str, str]], minimum: int = 2) -> list[Script]:
    """Scripts that give the pairs' lemmas, chosen greedily by how many pairs each explains, while that is at least `minimum`."""
    counts = Counter(pairs)
    options = {pair: list(candidates(*pair)) for pair in counts}
    chosen: list[Script] = []
    while True:
        tally: Counter[Script] = Counter()
        for pair, scripts in options.items():
            for script in set(scripts):
                tally[script] += counts[pair]
        if not tally:
            return chosen
        best, count = max(tally.items(), key=_preference)
        if count < minimum:
            return chosen
        chosen.append(best)
        options = {pair: scripts for pair, scripts in options.items() if best.apply(pair[0]) != pair[1]}


def _preference(item: tuple[Script, int]) -> tuple[int, bool, bool, int, str]:
    """More pairs first, then rules before fixed lemmas, lower-casing before not, less to strip."""
    script, count = item
    return count, script.lemma is None, script.lower, -script.strip, script.lemma or script.append


def choices(form: str, lemma: str, scripts: list[Script]) -> list[int]:
    """Indices of the scripts that turn `form` into `lemma`."""
    return [index for index, script in enumerate(scripts) if script.apply(form) == lemma]


# How much less likely than the best, as a difference of logits, a script may be that makes a known word.
LEAST_ODDS = 8.0


def choose(
    scores: npt.NDArray[Any], scripts: Sequence[Script], form: str, tag: str, known: BaseForms | None = None
) -> str:
    """The lemma by the best script; where that makes a word that is not `known`, by the best one that makes a known one. As the engine does."""
    best = int(scores.argmax())
    lemma = scripts[best].apply(form)
    decides = scripts[best].is_inflection and lemma.isascii() and lemma.isalpha() and lemma.islower()
    if known is None or not decides or known.knows(lemma, tag):
        return lemma
    for index in np.argsort(-scores, kind="stable"):
        if scores[index] <= scores[best] - LEAST_ODDS:
            break
        if scripts[index].is_inflection and known.knows(scripts[index].apply(form), tag):
            return scripts[index].apply(form)
    return lemma
