"""Label inventories, and which labels another annotation scheme's label leaves possible.

Sets differ in what they mark. A token's gold is therefore the set of labels that its own annotation allows, and the loss
is -log of their summed probability: what a set does not say, it does not teach.
"""

from collections.abc import Iterable

CLASSES = ["PERSON", "LOC", "ORG", "NORP", "DATE", "MONEY", "FAC", "PRODUCT", "MISC"]
ENTITY_LABELS = ["O"] + [f"{prefix}-{name}" for name in CLASSES for prefix in "BI"]
ENTITY_INDEX = {label: index for index, label in enumerate(ENTITY_LABELS)}
UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
UPOS_INDEX = {label: index for index, label in enumerate(UPOS)}

WORLDWIDE = {
    "Person": ["PERSON"],
    "Location": ["LOC"],
    "Organization": ["ORG"],
    "NORP": ["NORP"],
    "Date": ["DATE"],
    "Money": ["MONEY"],
    "Facility": ["FAC"],
    "Product": ["PRODUCT"],
    "Misc": ["MISC"],
}
# No dates or money marked; MISC holds nationalities, products, events and some dates.
WIKIGOLD = {
    "PER": ["PERSON"],
    "LOC": ["LOC", "FAC"],
    "ORG": ["ORG"],
    "MISC": ["MISC", "NORP", "PRODUCT", "DATE", "FAC"],
}
POLITICS = {
    "person": ["PERSON"],
    "politician": ["PERSON"],
    "politicalparty": ["ORG"],
    "organisation": ["ORG"],
    "country": ["LOC"],
    "location": ["LOC", "FAC"],
    "election": ["MISC"],
    "event": ["MISC"],
    "misc": ["MISC", "NORP", "PRODUCT", "FAC", "DATE", "LOC", "ORG"],
}
# Nationalities stand among the locations, faiths among the organisations; bare years and numbers are marked.
DOCRED = {
    "PER": ["PERSON"],
    "LOC": ["LOC", "NORP", "FAC"],
    "ORG": ["ORG", "NORP", "FAC"],
    "TIME": ["DATE", "O"],
    "NUM": ["O", "MONEY", "DATE"],
    "MISC": ["MISC", "NORP", "PRODUCT", "FAC", "ORG"],
}
# Classes that a set leaves unmarked: its O may hide them.
UNMARKED = {
    "worldwide": [],
    "wikigold": ["DATE", "MONEY"],
    "politics": ["DATE", "MONEY", "NORP", "PRODUCT", "FAC"],
    "docred": ["MONEY", "PRODUCT"],
}
SCHEMES = {"worldwide": WORLDWIDE, "wikigold": WIKIGOLD, "politics": POLITICS, "docred": DOCRED}


def entity_choices(tag: str, scheme: str) -> list[int]:
    """Indices of the ENTITY_LABELS that `tag` (BIO, in the classes of `scheme`) leaves possible."""
    if tag == "O":
        hidden = [f"{prefix}-{name}" for name in UNMARKED[scheme] for prefix in "BI"]
        return [ENTITY_INDEX[label] for label in ["O", *hidden]]
    prefix, _, name = tag.partition("-")
    classes = SCHEMES[scheme][name]
    return [ENTITY_INDEX["O" if target == "O" else f"{prefix}-{target}"] for target in classes]


# Penn Treebank tags whose universal tag does not follow from the tag alone keep several choices. NNP: titles and job names are
# marked so where the treebanks of UD see common nouns.
_PENN = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET PRON", "EX": "PRON", "IN": "ADP SCONJ", "JJ": "ADJ", "JJR": "ADJ",
    "JJS": "ADJ", "MD": "AUX", "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN NOUN ADJ", "NNPS": "PROPN NOUN", "PDT": "DET",
    "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RB": "ADV PART", "RBR": "ADV", "RBS": "ADV", "RP": "ADP",
    "TO": "PART ADP", "UH": "INTJ", "VB": "VERB AUX", "VBD": "VERB AUX", "VBG": "VERB AUX NOUN", "VBN": "VERB AUX ADJ",
    "VBP": "VERB AUX", "VBZ": "VERB AUX", "WDT": "PRON DET", "WP": "PRON", "WP$": "PRON DET", "WRB": "ADV SCONJ",
    ".": "PUNCT", ",": "PUNCT", ":": "PUNCT", "''": "PUNCT", "``": "PUNCT", "(": "PUNCT", ")": "PUNCT", "...": "PUNCT",
}  # fmt: skip
# Words that the Penn tagging and UD see differently.
_UNEVEN = frozenset(["please", "like", "yes", "no", "okay", "ok", "well"])
_AUXILIARIES = frozenset(
    "be am is are was were been being 's 're 'm have has had having 've 'd do does did done doing get got".split()
)


def penn_choices(word: str, tag: str) -> list[int]:
    """Indices of the UPOS labels that a Penn tag leaves possible; all of them where the tag says nothing sure."""
    choices = _PENN.get(tag)
    single_letter = len(word) == 1 and word.isalpha()
    if choices is None or (single_letter and tag in ("NN", "JJ")) or word.lower() in _UNEVEN:
        return list(range(len(UPOS)))
    names = choices.split()
    if "AUX" in names and "VERB" in names and word.lower() not in _AUXILIARIES:
        names.remove("AUX")
    return _indices(names)


def _indices(names: Iterable[str]) -> list[int]:
    return [UPOS_INDEX[name] for name in names]
