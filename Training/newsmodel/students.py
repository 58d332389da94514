"""The students: their sizes, teachers and schedules."""

from dataclasses import dataclass

from .model import EncoderSize
from .training import Schedule


@dataclass(frozen=True)
class StudentRecipe:
    """`layers_of` the model `start` begin the student's attention layers; `raw_share` of the raw text is labelled by `teacher`."""

    name: str
    size: EncoderSize
    layers_of: tuple[int, ...]
    teacher: str
    schedule: Schedule
    start: str = "teacher-minilm"
    raw_share: float = 0.3
    arc_width: int = 128
    relation_width: int = 128
    dropout: float = 0.05


def attention(
    table: int, hidden: int, layers: int, feedforward: int | None = None, activation: str = "relu"
) -> EncoderSize:
    """Attention layers with heads of 32 over MiniLM's vocabulary. ReLU: in int8 it costs nothing."""
    return EncoderSize(
        30522, table, hidden, ("attention",) * layers, hidden // 32, feedforward or 4 * hidden, activation, dropout=0.05
    )


STUDENTS = {
    recipe.name: recipe
    for recipe in (
        StudentRecipe(
            "student-base", attention(256, 256, 5), (0, 1, 2, 3, 5), "teacher-mpnet",
            Schedule(epochs=4, budget=1536, encoder_rate=8e-4, table_rate=2e-4, head_rate=1.5e-3),
        ),
        # Half the neurons and all but one layer of a student that is trained already.
        StudentRecipe(
            "student-small", attention(256, 256, 4, feedforward=512), (0, 1, 3, 4), "teacher-mpnet",
            Schedule(epochs=4, budget=1536, encoder_rate=6e-4, table_rate=1.5e-4, head_rate=1e-3), start="student-base",
        ),
        StudentRecipe(
            "student-large", attention(384, 384, 6, activation="gelu"), (0, 1, 2, 3, 4, 5), "teacher-mpnet",
            Schedule(epochs=3, budget=1536, encoder_rate=2e-4, table_rate=1e-4, head_rate=1e-3),
        ),
    )
}  # fmt: skip
