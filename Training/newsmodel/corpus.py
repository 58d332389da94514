"""What is trained on, what is held for development, and how much of each an epoch takes."""

from dataclasses import dataclass

from . import sources
from .examples import Example
from .lemmas import Script, inventory
from .workspace import Workspace

# How often an epoch takes each set; below one, a different part every epoch.
SHARES = {"worldwide": 1.0, "wikigold": 1.0, "politics": 1.0, "docred": 1.0, "gum": 2.0, "gum-nc": 2.0, "masc": 0.2}


@dataclass(frozen=True)
class Corpus:
    """Training examples by source, and the inventories that follow from them."""

    training: dict[str, list[Example]]
    scripts: list[Script]
    relations: list[str]


def load_training(workspace: Workspace, non_commercial: bool = False) -> Corpus:
    """All annotated training text. `non_commercial` adds the treebank's genres under CC BY-NC-SA, which no shipped model uses.

    Left out on purpose: uner-pud-wiki, re3d, worldwide-dev, UD dev sets and PUD (development), CrossNER's test part, CoNLL04
    (titles stand inside its person names).
    """
    data = workspace.data
    training = {
        "worldwide": sources.entity_examples(data / "ner/worldwide-train.tsv.xz", "worldwide"),
        "wikigold": sources.entity_examples(data / "ner/wikigold.tsv", "wikigold"),
        "politics": sources.entity_examples(data / "ner/crossner-politics-train.tsv", "politics")
        + sources.entity_examples(data / "ner/crossner-politics-dev.tsv", "politics"),
        "docred": sources.docred_examples(data / "relations/re-docred-dev.jsonl.xz"),
        "gum": sources.tree_examples(data / "syntax/gum-train.conllu.xz", "gum"),
        "masc": sources.penn_examples(data / "syntax/masc-written-pos.tsv.xz"),
    }
    if non_commercial:
        training["gum-nc"] = sources.tree_examples(data / "syntax/gum-train-nc.conllu.xz", "gum-nc")
    pairs = [
        (form, lemma)
        for name in ("gum", "gum-nc")
        for example in training.get(name, [])
        for form, lemma in zip(example.words, example.lemmas or (), strict=True)
        if lemma is not None
    ]
    relations = sorted(
        {
            relation
            for name in ("gum", "gum-nc")
            for example in training.get(name, [])
            for relation in (example.syntax.relations if example.syntax else ())
        }
    )
    return Corpus(training, inventory(pairs), relations)
