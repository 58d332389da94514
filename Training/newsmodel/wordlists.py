"""Lists of names as a feature of words: which of five lists a word stands in, whatever its letters' case.

The engine's input `shapes` then holds shape + 8 * lists, so that a capitalised word of the list of cities is something else than
a small one. Five bits: country names, demonyms, cities, first names, surnames (each word of a longer name for itself).
"""

import json
import unicodedata
from pathlib import Path

from .shapes import COUNT
from .sources import open_text

LISTS = ("country", "demonym", "city", "first name", "surname")
COMBINATIONS = COUNT * 2 ** len(LISTS)
# Words of longer names that say nothing about a name.
_COMMON = frozenset(
    "the of and de la el al los las le les da do du di san new old north south east west upper lower central".split()
)


def _plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class WordLists:
    """Bits by word."""

    def __init__(self, bits: dict[str, int]) -> None:
        self.bits = bits

    def mask(self, word: str) -> int:
        return self.bits.get(_plain(word), 0)

    def write(self, path: Path) -> None:
        """Lines of word TAB bits, sorted."""
        path.write_text("".join(f"{word}\t{bits}\n" for word, bits in sorted(self.bits.items())), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> "WordLists":
        pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        return WordLists({word: int(bits) for word, bits in pairs})

    @staticmethod
    def from_gazetteers(data: Path) -> "WordLists":
        """From countries.json (ODbL), world-cities.csv (GeoNames, CC BY 4.0), first-names and surnames (Unlicense)."""
        folder = data / "gazetteers"
        bits: dict[str, int] = {}

        def add(name: str, index: int) -> None:
            for word in _plain(name).replace("-", " ").replace("'", " ").split():
                if len(word) > 2 and word.isalpha() and word not in _COMMON:
                    bits[word] = bits.get(word, 0) | 1 << index

        for country in json.loads((folder / "countries.json").read_text(encoding="utf-8")):
            add(country["name"], 0)
            for demonym in country["demonyms"]:
                add(demonym, 1)
        for line in (folder / "world-cities.csv").read_text(encoding="utf-8").splitlines()[1:]:
            add(line.split(",")[0].strip('"'), 2)
        for index, file in ((3, "first-names.txt.xz"), (4, "surnames.txt.xz")):
            with open_text(folder / file) as lines:
                for line in lines:
                    add(line.strip(), index)
        return WordLists(bits)
