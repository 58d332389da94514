"""Trains a student on the teacher's labels of raw and annotated text, together with the annotation itself."""

import json
import random
from dataclasses import dataclass, replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import weights
from .augment import respelled
from .batches import MAXIMUM_WORDS, bucket, collate
from .checkpoint import load_model, save_model
from .corpus import Corpus, load_training
from .examples import Example
from .losses import TaskWeights, gold_loss
from .model import NewsModel
from .narrowing import narrow
from .predict import predictor
from .rawtext import raw_sentences
from .scoring import development_scores, load_development
from .silver import SilverLemmas
from .softlabels import SoftLabels, label, with_agreement
from .students import StudentRecipe
from .training import Course, Trainer
from .wordpieces import WordPieces
from .workspace import Workspace


def labelled_examples(workspace: Workspace, corpus: Corpus, share: float) -> list[Example]:
    """All annotated sentences and a `share` of the raw ones, in a fixed order."""
    examples = [
        part
        for source in corpus.training.values()
        for example in source
        for part in example.sentences()
        if 2 <= len(part.words) <= MAXIMUM_WORDS
    ]
    raw = raw_sentences(workspace.data)
    random.Random(1).shuffle(raw)
    examples += [
        Example("raw/" + sentence.source, sentence.words, document=sentence.document)
        for sentence in raw[: round(share * len(raw))]
    ]
    return examples


def teacher_labels(workspace: Workspace, teacher: str, share: float) -> tuple[list[Example], SoftLabels]:
    """The teacher's labels of `labelled_examples`, made if they are not there."""
    model, _, encoder = load_model(workspace.folder("models") / teacher)
    folder = weights.fetch(encoder, workspace.folder("weights"))
    examples = labelled_examples(workspace, load_training(workspace), share)
    target = workspace.folder("labels") / f"{teacher}-{round(100 * share)}"
    labels = label(model, WordPieces(folder / "vocab.txt"), [example.words for example in examples], target)
    labels = with_agreement(
        labels, [example.words for example in examples], [example.document for example in examples], target
    )
    return examples, labels


# The treebank's and the lexicon's lemmas are better than the teacher's guesses.
GOLD_WEIGHTS = TaskWeights(lemmas=1.5)


@dataclass(frozen=True)
class DistilWeights:
    """How much the teacher counts by task, and the annotation beside it."""

    entities: float = 1.0
    tags: float = 0.8
    lemmas: float = 0.5
    arcs: float = 1.0
    relations: float = 0.7
    hidden: float = 0.3
    gold: float = 0.3


def soft_loss(
    model: NewsModel,
    outputs: Any,
    words: Tensor,
    labels: SoftLabels,
    rows: list[int],
    unknown: Tensor,
    project: nn.Linear,
    variance: float,
    share: DistilWeights,
) -> tuple[Tensor, dict[str, float]]:
    """Cross entropy against the teacher's probabilities, and the distance of the projected hidden states.

    `words` bool [B,W]; `unknown` [words of the batch], 1 where the teacher alone knows the lemma.
    """

    def full(name: str, logits: Tensor) -> Tensor:
        return -(labels.rows(rows, name).exp() * torch.log_softmax(logits[words], -1)).sum(-1)

    def few(name: str, logits: Tensor) -> Tensor:
        target = labels.rows(rows, name).exp()
        target = target / target.sum(-1, keepdim=True)
        return -(target * torch.log_softmax(logits[words], -1).gather(1, labels.rows(rows, name + "_index"))).sum(-1)

    best = torch.zeros(words.shape, dtype=torch.long)
    best[words] = labels.rows(rows, "arc_index")[:, 0]
    relations = model.relation_logits(outputs.hidden, best)
    lemmas = few("lemma", outputs.lemmas)
    parts = {
        "entities": full("entities", outputs.entities).mean(),
        "tags": full("tags", outputs.tags).mean(),
        "lemmas": (lemmas * unknown).sum() / unknown.sum().clamp(min=1),
        "arcs": few("arc", outputs.arcs).mean(),
        "relations": few("relation", relations).mean(),
        "hidden": F.mse_loss(project(outputs.hidden[:, 1:][words].float()), labels.rows(rows, "hidden")) / variance,
    }
    total = sum((getattr(share, name) * part for name, part in parts.items()), outputs.entities.sum() * 0)
    return total, {"soft " + name: float(part.detach()) for name, part in parts.items()}


def _open_lemmas(before: Example, now: Example) -> list[bool]:
    """Words whose lemma only the teacher tells, spelled as it saw them (for another spelling the script may be another)."""
    lemmas = now.lemmas or (None,) * len(now.words)
    return [lemma is None and old == new for old, new, lemma in zip(before.words, now.words, lemmas, strict=True)]


def train_student(workspace: Workspace, recipe: StudentRecipe) -> None:
    """Trains and writes models/NAME; continues where an earlier run was stopped."""
    folder = weights.fetch("minilm", workspace.folder("weights"))
    wordpieces = WordPieces(folder / "vocab.txt")
    examples, labels = teacher_labels(workspace, recipe.teacher, recipe.raw_share)
    start, inventory, encoder = load_model(workspace.folder("models") / recipe.start)
    if inventory != load_model(workspace.folder("models") / recipe.teacher)[1]:
        raise ValueError(
            f"{recipe.start} and {recipe.teacher} have other lemma scripts or relations: train both on the same data"
        )
    if encoder != "minilm":
        raise ValueError(f"{recipe.start} reads other word pieces than the students")
    torch.manual_seed(recipe.schedule.seed)
    model = NewsModel(
        recipe.size, replace(inventory.head_sizes(recipe.arc_width, recipe.relation_width), dropout=recipe.dropout)
    )
    sample = [example.words for example in examples[:: max(1, len(examples) // 600)]]
    kept = narrow(model, start, recipe.layers_of, sample, wordpieces)
    print(json.dumps({"variance kept": round(kept, 4)}), flush=True)
    silver = SilverLemmas(load_training(workspace).training["gum"])
    for index, example in enumerate(examples):
        if example.lemmas is None:
            rows = slice(labels.offsets[index], labels.offsets[index + 1])
            examples[index] = silver.annotate(example, labels.arrays["tags"][rows])
    targets = inventory.target_maker()
    development = load_development(workspace.data)
    schedule = recipe.schedule
    project = nn.Linear(recipe.size.hidden, labels.arrays["hidden"].shape[1])
    variance = float(labels.arrays["hidden"][:20000].astype("f4").var(0).mean())
    share = DistilWeights()
    lengths = [len(example.words) for example in examples]
    total = sum(lengths)
    shares = {
        "entities": sum(len(example.words) for example in examples if example.entities is not None) / total,
        "tags": sum(len(example.words) for example in examples if example.tags is not None) / total,
        "lemmas": sum(len(example.words) for example in examples if example.lemmas is not None) / total,
        "heads": sum(len(example.words) for example in examples if example.syntax is not None) / total,
    }

    def course(epoch: int) -> Course:
        batches = bucket(lengths, schedule.budget, random.Random(f"{schedule.seed}/distil/{epoch}"))

        def loss(step: int) -> tuple[Tensor, dict[str, float]]:
            rows = batches[step]
            varied = [respelled(examples[row], random.Random(f"{schedule.seed}/{epoch}/{row}")) for row in rows]
            unknown = torch.tensor(
                [
                    open_lemma
                    for row, now in zip(rows, varied, strict=True)
                    for open_lemma in _open_lemmas(examples[row], now)
                ]
            )
            inputs = collate([example.words for example in varied], wordpieces)
            words = inputs.mask[:, 1:]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = model(inputs)
                soft, means = soft_loss(model, outputs, words, labels, rows, unknown.float(), project, variance, share)
                gold, gold_means = gold_loss(model, outputs, targets.targets(varied), words, shares, GOLD_WEIGHTS)
            return soft + share.gold * gold, {**means, **gold_means}

        return Course(len(batches), loss)

    def evaluate(epoch: int) -> dict[str, object]:
        return development_scores(predictor(model, wordpieces), development, inventory.scripts, inventory.relations)

    Trainer(model, workspace.folder("checkpoints") / recipe.name, schedule, course, evaluate, project).run()
    facts = {
        "teacher": recipe.teacher,
        "start": recipe.start,
        "epochs": schedule.epochs,
        "sentences": len(examples),
        "words": total,
    }
    save_model(workspace.folder("models") / recipe.name, model, inventory, "minilm", facts)
