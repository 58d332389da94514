"""Lists of names as features."""

import json
import lzma

from .support import PRESENT, WithFolder, needs_packages, vocabulary

if PRESENT:
    from newsmodel.shapes import COUNT, TITLE
    from newsmodel.wordlists import COMBINATIONS, WordLists
    from newsmodel.wordpieces import WordPieces, word_pieces


@needs_packages
class Lists(WithFolder):
    def setUp(self) -> None:
        super().setUp()
        folder = self.folder / "gazetteers"
        folder.mkdir()
        countries = [{"name": "Côte d'Ivoire", "demonyms": ["Ivorian"]}, {"name": "Jordan", "demonyms": ["Jordanian"]}]
        (folder / "countries.json").write_text(json.dumps(countries), encoding="utf-8")
        (folder / "world-cities.csv").write_text("name,country\nNew Delhi,India\nWarīsān,UAE\n", encoding="utf-8")
        for name, words in (("first-names", "Jordan\nAmina\n"), ("surnames", "Delhi\n")):
            with lzma.open(folder / f"{name}.txt.xz", "wt", encoding="utf-8") as out:
                out.write(words)
        self.lists = WordLists.from_gazetteers(self.folder)

    def test_a_word_can_stand_in_several_lists(self) -> None:
        self.assertEqual(self.lists.mask("Jordan"), 1 | 8)
        self.assertEqual(self.lists.mask("DELHI"), 4 | 16)
        self.assertEqual(self.lists.mask("Kampala"), 0)

    def test_accents_and_case_do_not_matter_and_small_words_are_left_out(self) -> None:
        self.assertEqual(self.lists.mask("warisan"), self.lists.mask("Warīsān"))
        self.assertEqual(self.lists.mask("cote"), 1)
        self.assertEqual(self.lists.mask("New"), 0)

    def test_lists_survive_their_file(self) -> None:
        self.lists.write(self.folder / "lists.txt")
        self.assertEqual(WordLists.read(self.folder / "lists.txt").bits, self.lists.bits)

    def test_a_feature_is_the_shape_and_the_lists_together(self) -> None:
        path = vocabulary(self.folder)
        with_lists = word_pieces(path, COMBINATIONS, self.folder)
        self.assertEqual(with_lists.feature("Amina"), TITLE + COUNT * 8)
        self.assertEqual(WordPieces(path).feature("Amina"), TITLE)
        self.assertEqual(word_pieces(path, COUNT, self.folder).feature("Amina"), TITLE)
