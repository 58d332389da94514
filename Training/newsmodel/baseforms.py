"""Base forms of English words: what a lemma must be where an ending is taken off."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from importlib.resources import files

from .examples import Example

NOTICE = """base-forms.txt holds base forms and parts of speech from LemmInflect (https://github.com/bjascob/LemmInflect),
which is made available under the licence below, and lemmas from the English UD treebank GUM
(https://github.com/UniversalDependencies/UD_English-GUM), whose annotation is made available under the Creative Commons
Attribution 4.0 licence: https://creativecommons.org/licenses/by/4.0/

"""

LETTERS = {"ADJ": "A", "NOUN": "N", "ADV": "R", "VERB": "V", "AUX": "V"}
_LEXICON = {"adj": "A", "noun": "N", "adv": "R", "verb": "V"}


class BaseForms:
    """Words in lower case, of letters from a to z alone, with the letters of their parts of speech."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    @staticmethod
    def of(gold: Iterable[Example]) -> "BaseForms":
        """Those of LemmInflect (MIT) and of the treebank."""
        words: dict[str, set[str]] = defaultdict(set)
        for example in gold:
            for lemma, tag in zip(example.lemmas or (), example.gold_tags or (), strict=True):
                if lemma is not None and tag in LETTERS:
                    words[lemma.lower()].add(LETTERS[tag])
        path = files("lemminflect").joinpath("resources/infl_lu.csv.gz")
        with path.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as text:
            for row in csv.reader(text):
                words[row[0].lower()].add(_LEXICON[row[1]])
        known = {word: "".join(sorted(tags)) for word, tags in words.items()}
        return BaseForms({word: known[word] for word in sorted(known) if word.isascii() and word.isalpha() and len(word) > 1})

    def knows(self, word: str, tag: str) -> bool:
        """Whether it is one of that part of speech; of a part of speech that is not inflected, whether it is one at all."""
        return LETTERS.get(tag, "") in self.words.get(word, "-")

    @staticmethod
    def licence() -> str:
        """What must stand beside the words: where they are from, and LemmInflect's own notice."""
        text = distribution("lemminflect").read_text("LICENSE")
        if text is None:
            raise FileNotFoundError("the installed lemminflect has no LICENSE")
        return NOTICE + text.replace("\r\n", "\n")

    def lines(self) -> str:
        """Word TAB letters, in the order of the bytes."""
        return "".join(f"{word}\t{tags}\n" for word, tags in self.words.items())
