"""Scores on the development sets, from gold tokens."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import sources
from .baseforms import BaseForms
from .consistency import agree_by_document
from .decode import FloatArray, spans, tree, viterbi
from .examples import Example, sentence_breaks
from .labels import ENTITY_LABELS, UPOS, WORLDWIDE
from .lemmas import Script, choose


@dataclass(frozen=True)
class Prediction:
    """Scores of one sentence: entities [words, labels], and where asked for tags, lemmas [words, …], arcs [words, words+1]."""

    entities: FloatArray
    tags: FloatArray | None = None
    lemmas: FloatArray | None = None
    arcs: FloatArray | None = None
    relate: Callable[[list[int]], FloatArray] | None = None


# Runs a model over sentences, in their order.
Predictor = Callable[[Sequence[Sequence[str]], bool], list[Prediction]]


@dataclass
class Counts:
    """Right, wrong and missed spans by class."""

    right: Counter[str]
    wrong: Counter[str]
    missed: Counter[str]

    @staticmethod
    def empty() -> "Counts":
        return Counts(Counter(), Counter(), Counter())

    def add(self, gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]) -> None:
        self.right.update(name for _, _, name in gold & found)
        self.wrong.update(name for _, _, name in found - gold)
        self.missed.update(name for _, _, name in gold - found)

    def f1(self, name: str | None = None) -> float:
        right, wrong, missed = (
            sum(counter.values()) if name is None else counter[name]
            for counter in (self.right, self.wrong, self.missed)
        )
        return 200 * right / max(1, 2 * right + wrong + missed)

    def table(self) -> dict[str, float]:
        names = sorted(set(self.right) | set(self.missed) | set(self.wrong))
        return {"all": round(self.f1(), 2), **{name: round(self.f1(name), 2) for name in names}}


@dataclass(frozen=True)
class EntitySet:
    """A development set of entities: gold spans in our classes (`classes` maps the set's to ours, None drops one)."""

    name: str
    sentences: list[tuple[str, ...]]
    gold: list[list[str]]
    documents: list[str]

    def part(self, start: int, step: int) -> "EntitySet":
        """Every `step`th sentence from `start`."""
        return EntitySet(self.name, self.sentences[start::step], self.gold[start::step], self.documents[start::step])


def entity_set(path: Path, name: str, classes: dict[str, list[str]]) -> EntitySet:
    """Gold BIO, cut into sentences as for training; a span across a cut (there is hardly one) keeps the segment whole."""
    sentences: list[tuple[str, ...]] = []
    gold: list[list[str]] = []
    documents: list[str] = []
    for words, tags, document in sources.gold_entities(path):
        mapped = [_mapped(tag, classes) for tag in tags]
        breaks = [at for at in sentence_breaks(words) if not mapped[at].startswith("I-")]
        for start, end in zip([0, *breaks], [*breaks, len(words)], strict=True):
            sentences.append(words[start:end])
            gold.append(mapped[start:end])
            documents.append(document)
    return EntitySet(name, sentences, gold, documents)


def _mapped(tag: str, classes: dict[str, list[str]]) -> str:
    prefix, _, name = tag.partition("-")
    return f"{prefix}-{classes[name][0]}" if name in classes else "O"


COARSE = {"PERSON": "PERSON", "LOC": "LOC", "FAC": "LOC", "GPE": "LOC", "ORG": "ORG"}


def score_entities(gold: EntitySet, predictions: list[Prediction], coarse: bool = False) -> Counts:
    """Exact spans. `coarse` keeps persons, places (facilities among them) and organisations only."""
    counts = Counts.empty()
    for tags, prediction in zip(gold.gold, predictions, strict=True):
        found = spans([ENTITY_LABELS[label] for label in viterbi(prediction.entities)])
        expected = spans(tags)
        if coarse:
            found = [(start, end, COARSE[name]) for start, end, name in found if name in COARSE]
            expected = [(start, end, COARSE[name]) for start, end, name in expected if name in COARSE]
        counts.add(set(expected), set(found))
    return counts


def agreed(gold: EntitySet, predictions: list[Prediction]) -> list[Prediction]:
    """The predictions after names were made to agree within documents."""
    scores = agree_by_document(gold.sentences, gold.documents, [prediction.entities for prediction in predictions])
    return [Prediction(score) for score in scores]


@dataclass(frozen=True)
class SyntaxScore:
    """Percent of words, punctuation counted, relations without subtypes."""

    upos: float
    lemma: float
    uas: float
    las: float

    def __str__(self) -> str:
        return f"UPOS {self.upos:.2f} lemma {self.lemma:.2f} UAS {self.uas:.2f} LAS {self.las:.2f}"


def score_syntax(
    gold: list[Example],
    predictions: list[Prediction],
    scripts: Sequence[Script],
    relations: Sequence[str],
    greedy: bool = False,
    known: BaseForms | None = None,
) -> SyntaxScore:
    """`greedy` takes each word's best head instead of the best tree: quicker, a little lower. `known`: what base forms there are."""
    words = tags = lemmas = heads_right = labelled = 0
    for example, prediction in zip(gold, predictions, strict=True):
        assert example.syntax and example.gold_tags and example.lemmas and prediction.relate
        assert prediction.tags is not None and prediction.lemmas is not None and prediction.arcs is not None
        heads = [int(head) for head in prediction.arcs.argmax(1)] if greedy else tree(prediction.arcs)
        found = prediction.relate(heads).argmax(1)
        for position, form in enumerate(example.words):
            words += 1
            tag = UPOS[int(prediction.tags[position].argmax())]
            tags += tag == example.gold_tags[position]
            lemmas += choose(prediction.lemmas[position], scripts, form, tag, known) == example.lemmas[position]
            if heads[position] == example.syntax.heads[position]:
                heads_right += 1
                relation = relations[int(found[position])].split(":")[0]
                labelled += relation == example.syntax.relations[position].split(":")[0]
    scale = 100 / max(1, words)
    return SyntaxScore(tags * scale, lemmas * scale, heads_right * scale, labelled * scale)


@dataclass(frozen=True)
class DevelopmentSets:
    """All development sets that scores are taken on."""

    entities: dict[str, EntitySet]
    trees: dict[str, list[Example]]


def load_development(data: Path) -> DevelopmentSets:
    """worldwide-dev is the set for choices; pud, re3d and politics-test are looked at only for the card."""
    coarse = {
        "PER": ["PERSON"], "LOC": ["LOC"], "ORG": ["ORG"], "Person": ["PERSON"], "Location": ["LOC"], "Organisation": ["ORG"],
        "person": ["PERSON"], "politician": ["PERSON"], "country": ["LOC"], "location": ["LOC"],
        "organisation": ["ORG"], "politicalparty": ["ORG"],
    }  # fmt: skip
    return DevelopmentSets(
        {
            "worldwide-dev": entity_set(data / "ner/worldwide-dev.tsv", "worldwide-dev", WORLDWIDE),
            "pud-wiki": entity_set(data / "ner/uner-pud-wiki.tsv", "pud-wiki", coarse),
            "re3d": entity_set(data / "ner/re3d-visible.tsv", "re3d", coarse),
        },
        {
            "gum-dev": sources.tree_examples(data / "syntax/ud-gum-dev.conllu", "gum-dev"),
            "ewt-dev": sources.tree_examples(data / "syntax/ud-ewt-dev.conllu", "ewt-dev"),
            "pud-wiki": sources.tree_examples(data / "syntax/ud-pud-wiki.conllu", "pud-wiki"),
        },
    )


def development_scores(
    run: Predictor, development: DevelopmentSets, scripts: Sequence[Script], relations: Sequence[str]
) -> dict[str, object]:
    """The scores that training watches: worldwide-dev by class and coarse, syntax on GUM and EWT dev with greedy heads."""
    gold = development.entities["worldwide-dev"]
    predictions = run(gold.sentences, False)
    scores: dict[str, object] = {
        "worldwide-dev": score_entities(gold, predictions).table(),
        "worldwide-dev agreed": round(score_entities(gold, agreed(gold, predictions)).f1(), 2),
        "worldwide-dev coarse": round(score_entities(gold, predictions, coarse=True).f1(), 2),
    }
    for name in ("gum-dev", "ewt-dev"):
        trees = development.trees[name]
        found = run([example.words for example in trees], True)
        scores[name] = str(score_syntax(trees, found, scripts, relations, greedy=True))
    return scores
