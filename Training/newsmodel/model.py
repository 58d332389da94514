"""The networks: an encoder over words and five heads. Teacher and students are the same classes at other sizes."""

import math
from dataclasses import asdict, dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import shapes
from .batches import Inputs


@dataclass(frozen=True)
class EncoderSize:
    """`layers` lists the layers: "attention", or "convolution:D" (window of three words, D apart).

    `relative_buckets` > 0 adds MPNet's learned bias by distance, `table` is the width of the piece table.
    """

    vocabulary: int
    table: int
    hidden: int
    layers: tuple[str, ...]
    heads: int
    feedforward: int
    activation: str = "gelu"
    relative_buckets: int = 0
    epsilon: float = 1e-12
    dropout: float = 0.1

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(value: dict[str, Any]) -> "EncoderSize":
        return EncoderSize(**{**value, "layers": tuple(value["layers"])})


@dataclass(frozen=True)
class HeadSizes:
    """Numbers of labels, and the widths of the parser's projections."""

    entities: int
    tags: int
    lemmas: int
    relations: int
    arc_width: int = 128
    relation_width: int = 128
    dropout: float = 0.1

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class AttentionLayer(nn.Module):
    """Post-norm transformer layer. Attention is a plain product and softmax: on CPUs in bf16 that is the fastest."""

    def __init__(self, size: EncoderSize) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.hidden, 3 * size.hidden)
        self.out = nn.Linear(size.hidden, size.hidden)
        self.norm1 = nn.LayerNorm(size.hidden, size.epsilon)
        self.up = nn.Linear(size.hidden, size.feedforward)
        self.down = nn.Linear(size.feedforward, size.hidden)
        self.norm2 = nn.LayerNorm(size.hidden, size.epsilon)
        self.relu = size.activation == "relu"
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, x: Tensor, bias: Tensor, keep: Tensor) -> Tensor:
        rows, columns, width = x.shape
        depth = width // self.heads
        query, key, value = self.qkv(x).view(rows, columns, 3, self.heads, depth).permute(2, 0, 3, 1, 4).contiguous()
        weights = torch.softmax((query @ key.transpose(-1, -2)) * depth**-0.5 + bias, -1).to(value.dtype)
        context = (weights @ value).transpose(1, 2).reshape(rows, columns, width)
        x = self.norm1(x + self.dropout(self.out(context)))
        inner = self.up(x)
        inner = F.relu(inner) if self.relu else F.gelu(inner)
        result: Tensor = self.norm2(x + self.dropout(self.down(inner)))
        return result


class ConvolutionLayer(nn.Module):
    """Residual layer over a word and its two neighbours at `distance`, padding held at zero."""

    def __init__(self, size: EncoderSize, distance: int) -> None:
        super().__init__()
        self.distance = distance
        self.window = nn.Linear(3 * size.hidden, size.feedforward)
        self.out = nn.Linear(size.feedforward, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, size.epsilon)
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, x: Tensor, bias: Tensor, keep: Tensor) -> Tensor:
        x = x * keep
        rows, columns, width = x.shape
        edge = x.new_zeros(rows, self.distance, width)
        before = torch.cat([edge, x], 1)[:, :columns]
        after = torch.cat([x, edge], 1)[:, self.distance :]
        inner = F.relu(self.window(torch.cat([before, x, after], -1)))
        result: Tensor = self.norm(x + self.dropout(self.out(inner)))
        return result


class Encoder(nn.Module):
    """Words to vectors: pooled pieces + letter shape + position, normalised, projected if narrower, then the layers."""

    def __init__(self, size: EncoderSize) -> None:
        super().__init__()
        self.size = size
        self.pieces = nn.Embedding(size.vocabulary, size.table)
        self.shapes = nn.Embedding(shapes.COUNT, size.table)
        nn.init.zeros_(self.shapes.weight)
        self.positions = nn.Embedding(256, size.table)
        self.norm = nn.LayerNorm(size.table, size.epsilon)
        self.project = nn.Linear(size.table, size.hidden) if size.table != size.hidden else None
        self.relative = nn.Embedding(size.relative_buckets, size.heads) if size.relative_buckets else None
        self.dropout = nn.Dropout(size.dropout)
        self.layers = nn.ModuleList(_layer(size, kind) for kind in size.layers)

    def forward(self, inputs: Inputs) -> list[Tensor]:
        """Hidden states [B,T,hidden] before the first layer and after each."""
        rows, columns = inputs.size
        pooled = F.embedding_bag(
            inputs.pieces, self.pieces.weight, inputs.offsets, mode="sum", per_sample_weights=inputs.weights
        ).view(rows, columns, -1)
        x = self.dropout(self.norm(pooled + self.shapes(inputs.shapes) + self.positions.weight[:columns]))
        if self.project is not None:
            x = self.project(x)
        bias = torch.zeros(rows, 1, 1, columns).masked_fill(~inputs.mask[:, None, None, :], -1e4)
        if self.relative is not None:
            bias = bias + self.relative(_distance_buckets(columns, self.size.relative_buckets)).permute(2, 0, 1)
        if torch.is_autocast_enabled("cpu"):
            bias = bias.bfloat16()
        keep = inputs.mask[..., None]
        states = [x]
        for layer in self.layers:
            x = layer(x, bias, keep)
            states.append(x)
        return states


def _layer(size: EncoderSize, kind: str) -> nn.Module:
    name, _, distance = kind.partition(":")
    return AttentionLayer(size) if name == "attention" else ConvolutionLayer(size, int(distance or 1))


def _distance_buckets(columns: int, buckets: int) -> Tensor:
    """MPNet's bucket of the distance from row (query) to column (key): exact near by, logarithmic up to 128, both directions."""
    positions = torch.arange(columns)
    distance = positions[:, None] - positions[None, :]
    half = buckets // 2
    result = (distance < 0).long() * half
    distance = distance.abs()
    exact = half // 2
    far = exact + (torch.log(distance.clamp(min=1).float() / exact) / math.log(128 / exact) * (half - exact)).long()
    return result + torch.where(distance < exact, distance, far.clamp(max=half - 1))


@dataclass
class Outputs:
    """Logits of words (root left out): entities, tags, lemmas [B,W,labels], arcs [B,W,T] (column 0 the root, padding -1e4)."""

    entities: Tensor
    tags: Tensor
    lemmas: Tensor
    arcs: Tensor
    hidden: Tensor = field(repr=False)


class NewsModel(nn.Module):
    """Encoder and heads. The relation head runs on chosen heads, so it is called for itself."""

    def __init__(self, size: EncoderSize, heads: HeadSizes) -> None:
        super().__init__()
        self.encoder = Encoder(size)
        self.sizes = heads
        width = size.hidden
        self.entities = nn.Linear(width, heads.entities)
        self.tags = nn.Linear(width, heads.tags)
        self.lemmas = nn.Linear(width, heads.lemmas)
        self.arc_dependent = nn.Linear(width, heads.arc_width)
        self.arc_head = nn.Linear(width, heads.arc_width)
        self.arc_product = nn.Linear(heads.arc_width, heads.arc_width)
        self.relation_dependent = nn.Linear(width, heads.relation_width)
        self.relation_head = nn.Linear(width, heads.relation_width)
        self.relations = nn.Linear(3 * heads.relation_width, heads.relations)
        self.dropout = nn.Dropout(heads.dropout)
        for layer in (self.entities, self.tags, self.lemmas):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, inputs: Inputs) -> Outputs:
        hidden = self.encoder(inputs)[-1]
        return self.heads(hidden, inputs.mask)

    def heads(self, hidden: Tensor, mask: Tensor) -> Outputs:
        """All heads but the relations'. Dropout between the encoder and the heads, and on the parser's projections."""
        dropped = self.dropout(hidden)
        words = dropped[:, 1:]
        dependent = self.dropout(F.relu(self.arc_dependent(words)))
        head = self.dropout(F.relu(self.arc_head(dropped)))
        arcs = (self.arc_product(dependent) @ head.transpose(1, 2)).float()
        arcs = arcs.masked_fill(~mask[:, None, :], -1e4)
        return Outputs(self.entities(words).float(), self.tags(words).float(), self.lemmas(words).float(), arcs, hidden)

    def relation_logits(self, hidden: Tensor, heads: Tensor) -> Tensor:
        """Logits [B,W,relations] given each word's head position, int64 [B,W] (0 = root)."""
        hidden = self.dropout(hidden)
        dependent = self.dropout(F.relu(self.relation_dependent(hidden[:, 1:])))
        governors = self.dropout(F.relu(self.relation_head(hidden)))
        governor = governors.gather(1, heads[..., None].expand(-1, -1, governors.shape[-1]))
        logits: Tensor = self.relations(torch.cat([dependent, governor, dependent * governor], -1))
        return logits.float()
