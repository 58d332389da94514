"""The shape of a word's letters, which gives an uncased vocabulary its capitals back. The engine computes the identical function."""

PSEUDO, LOWER, TITLE, CAPITALS, INITIAL, MIXED, DIGITS, LETTERS_AND_DIGITS = range(8)
COUNT = 8


def shape(word: str) -> int:
    """One of eight shapes; 0 is for pseudo-words and for words without a letter or a digit."""
    letters = [character for character in word if character.isalpha()]
    has_digit = any(character.isdigit() for character in word)
    if not letters:
        return DIGITS if has_digit else PSEUDO
    if has_digit:
        return LETTERS_AND_DIGITS
    if not any(character.isupper() for character in letters):
        return LOWER
    if len(letters) == 1:
        return INITIAL
    if all(character.isupper() for character in letters):
        return CAPITALS
    if letters[0].isupper() and not any(character.isupper() for character in letters[1:]):
        return TITLE
    return MIXED
