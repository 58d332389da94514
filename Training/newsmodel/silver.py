"""Lemmas for raw text, from a lexicon and the tags that the teacher is sure of.

The treebank shows few forms; LemmInflect (MIT) knows most English nouns and verbs. Where the two differ the treebank is right.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from lemminflect import getAllLemmas

from .examples import Example
from .labels import UPOS

OPEN = ("NOUN", "VERB")
SURE = 0.9


class SilverLemmas:
    """Lemmas of nouns and verbs by form and tag; None where there is no single answer."""

    def __init__(self, gold: Sequence[Example]) -> None:
        seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for example in gold:
            for form, lemma, tag in zip(example.words, example.lemmas or (), example.gold_tags or (), strict=True):
                if lemma is not None and tag in OPEN:
                    seen[form.lower(), tag][lemma] += 1
        self._known: dict[tuple[str, str], str | None] = {
            key: counts.most_common(1)[0][0] for key, counts in seen.items() if counts.total() > 1
        }

    def lemma(self, form: str, tag: str) -> str | None:
        key = (form.lower(), tag)
        if key not in self._known:
            options = getAllLemmas(key[0], upos=tag) if form.isalpha() else {}
            found = {lemma for lemmas in options.values() for lemma in lemmas}
            self._known[key] = found.pop() if len(found) == 1 else None
        return self._known[key]

    def annotate(self, example: Example, tags: npt.NDArray[np.float16]) -> Example:
        """The example with lemmas where the teacher is sure of a noun or verb; `tags` [words, UPOS], log probabilities."""
        best = tags.argmax(1)
        sure = tags.max(1) > np.log(SURE)
        lemmas = tuple(
            self.lemma(word, UPOS[index]) if certain and UPOS[index] in OPEN else None
            for word, index, certain in zip(example.words, best, sure, strict=True)
        )
        return example.with_lemmas(lemmas)
