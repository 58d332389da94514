"""Word pieces of single words: BERT's uncased basic tokenizer and WordPiece on the word's own text."""

from pathlib import Path

from tokenizers import BertWordPieceTokenizer

from .shapes import COUNT, shape
from .wordlists import WordLists

MAXIMUM_PIECES = 12


class WordPieces:
    """Pieces and features of word forms, remembered. `root` is the pseudo-word that stands before a sentence."""

    def __init__(self, vocabulary: Path, lists: WordLists | None = None) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self.identifiers = {piece: index for index, piece in enumerate(lines)}
        self.size = len(lines)
        self.root = self.identifiers.get("[CLS]", self.identifiers.get("<s>", 0))
        self.unknown = self.identifiers["[UNK]"]
        self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True, unk_token="[UNK]")
        self.lists = lists
        self._known: dict[str, list[int]] = {}
        self._features: dict[str, int] = {}

    def pieces(self, word: str) -> list[int]:
        """The first MAXIMUM_PIECES pieces of `word`; the unknown piece where there is none."""
        known = self._known.get(word)
        if known is None:
            encoded = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAXIMUM_PIECES]
            known = self._known[word] = encoded or [self.unknown]
        return known

    def feature(self, word: str) -> int:
        """The letter shape, and with lists 8 times the word's bits beside it."""
        known = self._features.get(word)
        if known is None:
            bits = 0 if self.lists is None else self.lists.mask(word)
            known = self._features[word] = shape(word) + COUNT * bits
        return known


def word_pieces(vocabulary: Path, features: int, data: Path) -> WordPieces:
    """The reader of a model with so many `features`; the lists, if it has them, come from the gazetteers in `data`."""
    return WordPieces(vocabulary, WordLists.from_gazetteers(data) if features > COUNT else None)
