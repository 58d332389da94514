"""A PyTorch model as a Predictor."""

from collections.abc import Sequence

import torch

from .batches import MAXIMUM_WORDS, bucket, collate
from .decode import FloatArray
from .model import NewsModel
from .scoring import Prediction, Predictor
from .wordpieces import WordPieces


def predictor(model: NewsModel, wordpieces: WordPieces, half: bool = True, budget: int = 4096) -> Predictor:
    """Scores by `model`, in bf16 if `half`. Sentences longer than MAXIMUM_WORDS are cut there (development sets have none)."""

    def run(sentences: Sequence[Sequence[str]], syntax: bool) -> list[Prediction]:
        model.eval()
        found: list[Prediction | None] = [None] * len(sentences)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            for group in bucket([min(len(words), MAXIMUM_WORDS) for words in sentences], budget):
                inputs = collate([sentences[index][:MAXIMUM_WORDS] for index in group], wordpieces)
                outputs = model(inputs)
                for row, index in enumerate(group):
                    count = min(len(sentences[index]), MAXIMUM_WORDS)
                    entities = outputs.entities[row, :count].numpy()
                    if not syntax:
                        found[index] = Prediction(entities)
                        continue
                    hidden = outputs.hidden[row : row + 1, : count + 1].clone()

                    def relate(heads: list[int], hidden: torch.Tensor = hidden) -> FloatArray:
                        with torch.no_grad():
                            logits: FloatArray = model.relation_logits(hidden.float(), torch.tensor([heads]))[0].numpy()
                        return logits

                    found[index] = Prediction(
                        entities,
                        outputs.tags[row, :count].numpy(),
                        outputs.lemmas[row, :count].numpy(),
                        outputs.arcs[row, :count, : count + 1].numpy(),
                        relate,
                    )
        return [prediction for prediction in found if prediction is not None]

    return run
