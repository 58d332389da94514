"""Starts a student from a trained wider model: principal components of its hidden states, some layers, the strongest heads and neurons."""

from collections.abc import Sequence

import torch
from torch import Tensor

from .batches import collate
from .model import AttentionLayer, NewsModel
from .wordpieces import WordPieces


def narrow(
    student: NewsModel,
    source: NewsModel,
    layers: Sequence[int],
    sentences: Sequence[Sequence[str]],
    wordpieces: WordPieces,
) -> float:
    """Initialises `student` (as wide as its table or narrower than `source`) from `source` and returns the variance kept.

    The residual stream is projected on H principal components, rotated so that variance spreads evenly; it stays as it is where both are as wide. Embeddings are taken
    through the source's first normalisation: centring and its gains are linear, so they fold into the table.
    Student layers that are not attention keep their own initial weights.
    """
    width = student.encoder.size.hidden
    generator = torch.Generator().manual_seed(1)
    if width == source.encoder.size.hidden:
        kept, basis, lost = 1.0, torch.eye(width), torch.zeros(width)
    else:
        kept, basis, lost = _components(_states(source, layers, sentences, wordpieces), width, generator)
    with torch.no_grad():
        _embeddings(student, source, basis, generator, sentences, wordpieces)
        for target, index in zip(student.encoder.layers, layers, strict=False):
            if isinstance(target, AttentionLayer):
                origin = source.encoder.layers[index]
                assert isinstance(origin, AttentionLayer)
                _layer(target, origin, basis, lost)
        _heads(student, source, basis, lost)
    return kept


def _components(states: Tensor, width: int, generator: torch.Generator) -> tuple[float, Tensor, Tensor]:
    """The share of the variance that `width` components keep, a basis of them [source width, width], and the part of the mean outside."""
    mean = states.mean(0)
    centred = states - mean
    sample = centred[torch.randperm(len(centred), generator=torch.Generator().manual_seed(1))[:20000]]
    _, singular, vectors = torch.linalg.svd(sample, full_matrices=False)
    kept = float((singular[:width] ** 2).sum() / (singular**2).sum())
    basis = vectors[:width].T @ _rotation(width, generator)
    return kept, basis, mean - basis @ (basis.T @ mean)


def _rotation(width: int, generator: torch.Generator) -> Tensor:
    rotation: Tensor = torch.linalg.qr(torch.randn(width, width, generator=generator))[0]
    return rotation


def _states(
    source: NewsModel, layers: Sequence[int], sentences: Sequence[Sequence[str]], wordpieces: WordPieces
) -> Tensor:
    source.eval()
    found: list[Tensor] = []
    with torch.no_grad():
        for start in range(0, len(sentences), 32):
            inputs = collate(sentences[start : start + 32], wordpieces)
            hidden = source.encoder(inputs)
            found.extend(hidden[index][inputs.mask] for index in [0, *(layer + 1 for layer in layers)])
    return torch.cat(found)


def _embeddings(
    student: NewsModel,
    source: NewsModel,
    basis: Tensor,
    generator: torch.Generator,
    sentences: Sequence[Sequence[str]],
    wordpieces: WordPieces,
) -> None:
    """Folds centring, gains and projection of the source's first normalisation into the student's tables."""
    ours, theirs = student.encoder, source.encoder
    if ours.size.table == theirs.size.table:
        for name in ("pieces", "positions", "norm"):
            getattr(ours, name).load_state_dict(getattr(theirs, name).state_dict())
        ours.shapes.weight.copy_(theirs.shapes.weight)
        if ours.project is not None:
            ours.project.weight.copy_(basis.T)
            ours.project.bias.zero_()
        return
    if ours.size.table != basis.shape[1]:
        # Table narrower than the layers: principal components of its own.
        projected = theirs.pieces.weight * theirs.norm.weight
        _, _, vectors = torch.linalg.svd(projected - projected.mean(0), full_matrices=False)
        table_basis = vectors[: ours.size.table].T @ _rotation(ours.size.table, generator)
    else:
        table_basis = basis
    gains = theirs.norm.weight[:, None] * table_basis

    def fold(table: Tensor) -> Tensor:
        folded: Tensor = (table - table.mean(1, keepdim=True)) @ gains
        return folded

    ours.pieces.weight.copy_(fold(theirs.pieces.weight))
    ours.shapes.weight.copy_(fold(theirs.shapes.weight))
    ours.positions.weight.copy_(fold(theirs.positions.weight))
    ours.norm.bias.copy_(table_basis.T @ theirs.norm.bias)
    # One gain for all dimensions, so that the spread after our normalisation is that of the projected source.
    with torch.no_grad():
        inputs = collate(sentences[:64], wordpieces)
        normal = theirs(inputs)[0][inputs.mask]
    spread = ((normal - theirs.norm.bias) @ table_basis).std(1).mean()
    ours.norm.weight.fill_(float(spread))
    if ours.project is not None:
        ours.project.weight.copy_(basis.T @ table_basis)
        ours.project.bias.zero_()


def _layer(target: AttentionLayer, origin: AttentionLayer, basis: Tensor, lost: Tensor) -> None:
    wide = origin.out.weight.shape[0]
    depth = wide // origin.heads
    assert target.out.weight.shape[0] // target.heads == depth
    packed, out = origin.qkv.weight, origin.out.weight
    strength = torch.stack(
        [
            (
                out[:, head * depth : (head + 1) * depth]
                @ packed[2 * wide + head * depth : 2 * wide + (head + 1) * depth]
            ).norm()
            for head in range(origin.heads)
        ]
    )
    heads = sorted(strength.topk(target.heads).indices.tolist())
    rows = torch.cat([torch.arange(head * depth, (head + 1) * depth) for head in heads])
    all_rows = torch.cat([rows, rows + wide, rows + 2 * wide])
    target.qkv.weight.copy_((packed @ basis)[all_rows])
    target.qkv.bias.copy_((origin.qkv.bias + packed @ lost)[all_rows])
    target.out.weight.copy_((basis.T @ out)[:, rows])
    target.out.bias.copy_(basis.T @ origin.out.bias)
    strength = origin.up.weight.norm(dim=1) * origin.down.weight.norm(dim=0)
    neurons = strength.topk(target.up.weight.shape[0]).indices.sort().values
    target.up.weight.copy_((origin.up.weight @ basis)[neurons])
    target.up.bias.copy_((origin.up.bias + origin.up.weight @ lost)[neurons])
    target.down.weight.copy_((basis.T @ origin.down.weight)[:, neurons])
    target.down.bias.copy_(basis.T @ origin.down.bias)
    for name in ("norm1", "norm2"):
        norm, mine = getattr(origin, name), getattr(target, name)
        mine.weight.copy_((basis * (norm.weight[:, None] * basis)).sum(0))
        mine.bias.copy_(basis.T @ norm.bias)


def _heads(student: NewsModel, source: NewsModel, basis: Tensor, lost: Tensor) -> None:
    for name in ("entities", "tags", "lemmas", "arc_dependent", "arc_head", "relation_dependent", "relation_head"):
        theirs, ours = getattr(source, name), getattr(student, name)
        if theirs.weight.shape[0] == ours.weight.shape[0]:
            ours.weight.copy_(theirs.weight @ basis)
            ours.bias.copy_(theirs.bias + theirs.weight @ lost)
    for name in ("arc_product", "relations"):
        theirs, ours = getattr(source, name), getattr(student, name)
        if theirs.weight.shape == ours.weight.shape:
            ours.load_state_dict(theirs.state_dict())
