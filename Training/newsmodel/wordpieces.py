"""Word pieces of single words: BERT's uncased basic tokenizer and WordPiece on the word's own text."""

from pathlib import Path

from tokenizers import BertWordPieceTokenizer

from .shapes import shape

MAXIMUM_PIECES = 12


class WordPieces:
    """Pieces and letter shapes of word forms, remembered. `root` is the pseudo-word that stands before a sentence."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self.identifiers = {piece: index for index, piece in enumerate(lines)}
        self.size = len(lines)
        self.root = self.identifiers.get("[CLS]", self.identifiers.get("<s>", 0))
        self.unknown = self.identifiers["[UNK]"]
        self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True, unk_token="[UNK]")
        self._known: dict[str, list[int]] = {}
        self._shapes: dict[str, int] = {}

    def pieces(self, word: str) -> list[int]:
        """The first MAXIMUM_PIECES pieces of `word`; the unknown piece where there is none."""
        known = self._known.get(word)
        if known is None:
            encoded = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAXIMUM_PIECES]
            known = self._known[word] = encoded or [self.unknown]
        return known

    def shape(self, word: str) -> int:
        """The letter shape."""
        known = self._shapes.get(word)
        if known is None:
            known = self._shapes[word] = shape(word)
        return known
