"""The students' sizes."""

from dataclasses import dataclass

from .model import EncoderSize


@dataclass(frozen=True)
class StudentRecipe:
    """`layers_of` the MiniLM teacher start the student's attention layers."""

    name: str
    model: str
    size: EncoderSize
    layers_of: tuple[int, ...]
    arc_width: int = 128
    relation_width: int = 128


def attention(table: int, hidden: int, layers: int, feedforward: int | None = None, activation: str = "relu") -> EncoderSize:
    """Attention layers with heads of 32 over MiniLM's vocabulary. ReLU: in int8 it costs nothing."""
    return EncoderSize(30522, table, hidden, ("attention",) * layers, hidden // 32, feedforward or 4 * hidden, activation)


STUDENTS = {
    "news-en": StudentRecipe("student-news-en", "news-en", attention(256, 256, 4), (0, 1, 2, 4)),
    "news-en-large": StudentRecipe("student-news-en-large", "news-en-large", attention(384, 384, 6), (0, 1, 2, 3, 4, 5)),
}
