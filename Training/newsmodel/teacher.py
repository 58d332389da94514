"""Fine-tunes a published encoder on all annotated sets at once: the teacher of the students."""

from dataclasses import dataclass

import torch

from . import pretrained, weights
from .augment import Augmenter
from .batches import collate
from .checkpoint import save_model
from .corpus import load_training
from .epochs import build_epoch, dateline_places
from .inventory import Inventory
from .losses import TaskWeights, gold_loss
from .model import NewsModel
from .predict import predictor
from .scoring import development_scores, load_development
from .training import Course, Schedule, Trainer
from .wordpieces import WordPieces
from .workspace import Workspace


@dataclass(frozen=True)
class TeacherRecipe:
    """`encoder` is a name of weights.PACKAGES."""

    name: str
    encoder: str
    schedule: Schedule
    arc_width: int = 256
    relation_width: int = 256
    non_commercial: bool = False


TEACHERS = {
    "minilm": TeacherRecipe(
        "teacher-minilm",
        "minilm",
        Schedule(epochs=2, budget=1024, encoder_rate=2e-4, table_rate=2e-4, head_rate=1e-3),
        128,
        128,
    ),
    "mpnet": TeacherRecipe(
        "teacher-mpnet", "mpnet", Schedule(epochs=2, budget=1536, encoder_rate=7e-5, table_rate=7e-5, head_rate=7e-4)
    ),
}


def train_teacher(workspace: Workspace, recipe: TeacherRecipe) -> None:
    """Trains and writes models/NAME; continues where an earlier run was stopped."""
    folder = weights.fetch(recipe.encoder, workspace.folder("weights"))
    wordpieces = WordPieces(folder / "vocab.txt")
    corpus = load_training(workspace, recipe.non_commercial)
    inventory = Inventory(tuple(corpus.scripts), tuple(corpus.relations))
    development = load_development(workspace.data)
    torch.manual_seed(recipe.schedule.seed)
    model = NewsModel(pretrained.size_of(folder), inventory.head_sizes(recipe.arc_width, recipe.relation_width))
    pretrained.initialise(model.encoder, folder)
    targets = inventory.target_maker()
    augmenter = Augmenter(dateline_places(workspace.data))
    schedule = recipe.schedule

    def course(epoch: int) -> Course:
        built = build_epoch(corpus.training, augmenter, schedule.seed, epoch, schedule.budget)

        def loss(step: int) -> tuple[torch.Tensor, dict[str, float]]:
            examples = [built.examples[index] for index in built.batches[step]]
            inputs = collate([example.words for example in examples], wordpieces)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = model(inputs)
                return gold_loss(
                    model, outputs, targets.targets(examples), inputs.mask[:, 1:], built.shares, TaskWeights()
                )

        return Course(len(built.batches), loss)

    def evaluate(epoch: int) -> dict[str, object]:
        return development_scores(predictor(model, wordpieces), development, inventory.scripts, inventory.relations)

    trainer = Trainer(model, workspace.folder("checkpoints") / recipe.name, schedule, course, evaluate)
    trainer.run()
    save_model(workspace.folder("models") / recipe.name, model, inventory, recipe.encoder, {"epochs": schedule.epochs})
