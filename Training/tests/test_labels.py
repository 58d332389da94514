"""Partial labels, lemmas, shapes, sentence breaks: no network needed."""

import unittest

from .support import PRESENT, needs_packages

if PRESENT:
    import numpy as np

    from newsmodel import labels, lemmas, shapes
    from newsmodel.baseforms import BaseForms
    from newsmodel.examples import sentence_breaks
    from newsmodel.rawtext import tokens


@needs_packages
class Labels(unittest.TestCase):
    def names(self, tag: str, scheme: str) -> set[str]:
        return {labels.ENTITY_LABELS[index] for index in labels.entity_choices(tag, scheme)}

    def test_a_set_without_dates_does_not_teach_that_a_date_is_nothing(self) -> None:
        self.assertEqual(self.names("O", "worldwide"), {"O"})
        self.assertIn("B-DATE", self.names("O", "wikigold"))
        self.assertNotIn("B-PERSON", self.names("O", "wikigold"))

    def test_a_wide_class_leaves_its_parts_open(self) -> None:
        self.assertEqual(self.names("B-LOC", "wikigold"), {"B-LOC", "B-FAC"})
        self.assertEqual(self.names("I-politician", "politics"), {"I-PERSON"})

    def test_every_class_of_every_scheme_is_known(self) -> None:
        for scheme, classes in labels.SCHEMES.items():
            for name in classes:
                for prefix in "BI":
                    self.assertTrue(labels.entity_choices(f"{prefix}-{name}", scheme))

    def test_penn_tags_stay_open_where_the_word_does_not_decide(self) -> None:
        def tags(word: str, tag: str) -> set[str]:
            return {labels.UPOS[index] for index in labels.penn_choices(word, tag)}

        self.assertEqual(tags("walked", "VBD"), {"VERB"})
        self.assertEqual(tags("has", "VBZ"), {"VERB", "AUX"})
        self.assertEqual(tags("that", "IN"), {"ADP", "SCONJ"})
        self.assertIn("PROPN", tags("Kampala", "NNP"))
        self.assertNotIn("VERB", tags("Kampala", "NNP"))
        self.assertEqual(len(tags("J", "NN")), len(labels.UPOS))


@needs_packages
class Lemmas(unittest.TestCase):
    PAIRS = [
        ("talks", "talk"), ("Visits", "visit"), ("cities", "city"), ("Cities", "city"), ("was", "be"), ("were", "be"), ("Paris", "Paris"),
        ("Kampala", "Kampala"), ("The", "the"), ("met", "meet"),
    ]  # fmt: skip

    def test_frequent_pairs_all_have_a_script(self) -> None:
        scripts = lemmas.inventory(self.PAIRS * 3)
        for form, lemma in self.PAIRS:
            self.assertTrue(lemmas.choices(form, lemma, scripts), form)

    def test_a_rare_edit_gets_no_script(self) -> None:
        scripts = lemmas.inventory([("talks", "talk")] * 5 + [("oxen", "ox")])
        self.assertEqual(lemmas.choices("oxen", "ox", scripts), [])

    def test_a_script_that_makes_no_word_gives_way(self) -> None:
        scripts = [lemmas.Script(True, 2), lemmas.Script(True, 3), lemmas.Script(True), lemmas.Script(False, 1)]
        known = BaseForms({"com": "N", "expel": "V"})

        def lemma(form: str, scores: list[float], tag: str) -> str:
            return lemmas.choose(np.array(scores), scripts, form, tag, known)

        self.assertEqual(lemma("expelled", [5, 4, 3, 0], "VERB"), "expel")
        self.assertEqual(lemma("expelled", [4, 3, 5, 0], "ADJ"), "expelled")
        self.assertEqual(lemma("expelled", [9, 0, 0, 0], "VERB"), "expell")
        self.assertEqual(lemma("coming", [0, 5, 4, 0], "NOUN"), "com")
        self.assertEqual(lemma("Reds", [0, 0, 0, 9], "PROPN"), "Red")

    def test_base_forms_come_sorted_with_their_parts_of_speech(self) -> None:
        lines = BaseForms.of([]).lines().splitlines()
        self.assertIn("expel\tV", lines)
        self.assertEqual(lines, sorted(lines, key=lambda line: line.split("\t")[0]))

    def test_base_forms_carry_the_notice_of_their_source(self) -> None:
        self.assertIn("Copyright (C) 2019 Brad Jascob", BaseForms.licence())

    def test_scripts_survive_json(self) -> None:
        for script in lemmas.inventory(self.PAIRS * 3):
            self.assertEqual(lemmas.Script.from_json(script.to_json()), script)

    def test_stripping_more_than_there_is_leaves_the_form(self) -> None:
        self.assertEqual(lemmas.Script(True, 5, "y").apply("Ab"), "Ab")


@needs_packages
class Shapes(unittest.TestCase):
    def test_each_shape_has_its_words(self) -> None:
        expected = {
            "—": 0, "the": 1, "über": 1, "Paris": 2, "O'brien": 2, "NATO": 3, "U.S.": 3, "J.": 4, "A": 4, "McDonald": 5, "2020": 6, "1,000": 6, "COVID-19": 7,
            "東京": 1,
        }  # fmt: skip
        self.assertEqual({word: shapes.shape(word) for word in expected}, expected)


@needs_packages
class Sentences(unittest.TestCase):
    def cut(self, text: str) -> list[str]:
        words = tuple(text.split())
        bounds = [0, *sentence_breaks(words), len(words)]
        return [" ".join(words[start:end]) for start, end in zip(bounds, bounds[1:], strict=False)]

    def test_paragraphs_break_after_stops_and_their_closing_quotes(self) -> None:
        self.assertEqual(
            self.cut('He said : " It is over . " She left . " Why ? " he asked .'),
            ['He said : " It is over . "', "She left .", '" Why ? " he asked .'],
        )

    def test_a_lower_case_word_continues_the_sentence(self) -> None:
        self.assertEqual(self.cut("The firm Yahoo ! said so ."), ["The firm Yahoo ! said so ."])

    def test_raw_text_is_cut_as_the_treebanks_are(self) -> None:
        self.assertEqual(
            tokens("Mr. Smith didn't pay $1.5m for the long-term co-founder's U.S. deal."),
            (
                "Mr.",
                "Smith",
                "did",
                "n't",
                "pay",
                "$",
                "1.5",
                "m",
                "for",
                "the",
                "long",
                "-",
                "term",
                "co-founder",
                "'s",
                "U.S.",
                "deal",
                ".",
            ),
        )
