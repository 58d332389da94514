"""Tests of the stage as a function, without Textmill: python3 test_{{stage}}.py"""

import unittest

from textmill_stage import SetupError
from {{stage}}_plugin import mark


class Tests(unittest.TestCase):
    def marks(self, text, **options):
        return mark.apply(text, **options)["layers"]["{{stage}}"]

    def test_marks_words_whatever_their_case(self):
        self.assertEqual(
            self.marks("Storm and flood; a stormy night."),
            [{"start": 0, "end": 5, "label": "WORD"}, {"start": 10, "end": 15, "label": "WORD"}],
        )

    def test_takes_words_and_label_from_the_options(self):
        self.assertEqual(self.marks("A café opened.", words=["café"], label="PLACE"), [{"start": 2, "end": 6, "label": "PLACE"}])

    def test_a_text_without_the_words_has_no_marks(self):
        self.assertEqual(self.marks(""), [])

    def test_wants_a_word(self):
        with self.assertRaises(SetupError):
            self.marks("A storm.", words=[" "])


if __name__ == "__main__":
    unittest.main()
