"""Puts published weights into the encoder."""

from pathlib import Path

import torch
from torch import Tensor

from . import weights
from .model import AttentionLayer, Encoder, EncoderSize

_BERT = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
}  # fmt: skip
_MPNET = {
    "query": "attention.attn.q", "key": "attention.attn.k", "value": "attention.attn.v",
    "out": "attention.attn.o", "norm1": "attention.LayerNorm",
}  # fmt: skip
_BOTH = {"up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}


def size_of(folder: Path, layers: int | None = None) -> EncoderSize:
    """The size of a published encoder, with its first `layers` layers."""
    _, configuration = weights.load(folder)
    count = layers or configuration["num_hidden_layers"]
    return EncoderSize(
        vocabulary=configuration["vocab_size"],
        table=configuration["hidden_size"],
        hidden=configuration["hidden_size"],
        layers=("attention",) * count,
        heads=configuration["num_attention_heads"],
        feedforward=configuration["intermediate_size"],
        relative_buckets=configuration.get("relative_attention_num_buckets", 0),
        epsilon=configuration["layer_norm_eps"],
    )


def initialise(encoder: Encoder, folder: Path) -> None:
    """Copies the published weights of `folder` into an encoder of size_of(folder, …). Letter shapes start at zero."""
    source, configuration = weights.load(folder)
    mpnet = configuration["model_type"] == "mpnet"
    names = {**(_MPNET if mpnet else _BERT), **_BOTH}
    with torch.no_grad():
        encoder.pieces.weight.copy_(source["embeddings.word_embeddings.weight"])
        positions = source["embeddings.position_embeddings.weight"]
        # MPNet's first two rows belong to padding; BERT adds a segment's vector to every position.
        positions = positions[2:] if mpnet else positions + source["embeddings.token_type_embeddings.weight"][0]
        encoder.positions.weight.copy_(positions[: encoder.positions.num_embeddings])
        encoder.norm.weight.copy_(source["embeddings.LayerNorm.weight"])
        encoder.norm.bias.copy_(source["embeddings.LayerNorm.bias"])
        if encoder.relative is not None:
            encoder.relative.weight.copy_(source["encoder.relative_attention_bias.weight"])
        for index, layer in enumerate(encoder.layers):
            assert isinstance(layer, AttentionLayer)
            prefix = f"encoder.layer.{index}."

            def take(name: str, kind: str, prefix: str = prefix) -> Tensor:
                return source[f"{prefix}{names[name]}.{kind}"]

            for kind in ("weight", "bias"):
                getattr(layer.qkv, kind).copy_(torch.cat([take(name, kind) for name in ("query", "key", "value")]))
                for name in ("out", "norm1", "up", "down", "norm2"):
                    getattr(getattr(layer, name), kind).copy_(take(name, kind))
