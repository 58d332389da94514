"""Losses on partial labels."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .batches import Targets
from .model import NewsModel, Outputs


@dataclass(frozen=True)
class TaskWeights:
    """How much each task counts."""

    entities: float = 1.0
    tags: float = 0.5
    lemmas: float = 0.5
    arcs: float = 1.0
    relations: float = 0.7


def partial(logits: Tensor, allowed: Tensor, words: Tensor) -> Tensor:
    """Sum over real words of -log of the summed probability of the allowed labels; nothing where all are allowed."""
    log_probabilities = torch.log_softmax(logits, -1)
    loss = -torch.logsumexp(log_probabilities.masked_fill(~allowed, -1e4), -1)
    return loss[words & ~allowed.all(-1)].sum()


def gold_loss(
    model: NewsModel, outputs: Outputs, targets: Targets, words: Tensor, shares: dict[str, float], weights: TaskWeights
) -> tuple[Tensor, dict[str, float]]:
    """The weighted sum of the tasks' losses, and each task's mean for the log.

    Every task's sum is divided by the number of words that carry it in an average batch of this size (`shares`: the part
    of all words annotated for a task), so that its gradient does not depend on what a batch happens to hold.
    """
    total_words = float(words.sum())
    losses: dict[str, Tensor] = {}
    if targets.counts["entities"]:
        losses["entities"] = partial(outputs.entities, targets.entities, words)
    if targets.counts["tags"]:
        losses["tags"] = partial(outputs.tags, targets.tags, words)
    if targets.counts["lemmas"]:
        losses["lemmas"] = partial(outputs.lemmas, targets.lemmas, words)
    if targets.counts["heads"]:
        losses["arcs"] = F.cross_entropy(
            outputs.arcs.flatten(0, 1), targets.heads.flatten(), ignore_index=-100, reduction="sum"
        )
        rows = (targets.heads >= 0).any(1)
        relations = model.relation_logits(outputs.hidden[rows], targets.heads[rows].clamp(min=0))
        losses["relations"] = F.cross_entropy(
            relations.flatten(0, 1), targets.relations[rows].flatten(), ignore_index=-100, reduction="sum"
        )
    zero = outputs.entities.sum() * 0
    total = zero
    means = {}
    for name, loss in losses.items():
        layer = "heads" if name in ("arcs", "relations") else name
        total = total + getattr(weights, name) * loss / (shares[layer] * total_words)
        means[name] = float(loss.detach()) / max(1, targets.counts[layer])
    return total, means
