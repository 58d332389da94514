"""The entities of a pipeline of spaCy as a stage: so they are scored by `textmill eval`, on the same text as Textmill's."""

from __future__ import annotations

from typing import Any

from textmill_stage import Document, Kind, Option, Options, run, stage


@stage(
    summary="Entities by a pipeline of spaCy",
    options=[Option("model", Kind.string(), "The package that holds the pipeline, as en_core_web_sm", required=True)],
    writes=["entities"],
)
def spacy_entities(document: Document, options: Options, pipeline: Any) -> None:
    """Writes the layer `entities`."""
    document.layers["entities"] = []
    for entity in pipeline(document.text).ents:
        document.add_entity(entity.start_char, entity.end_char, entity.label_)


@spacy_entities.setup
def load(options: Options) -> Any:
    """Loads the pipeline; what entities do not need is off."""
    import spacy

    pipeline = spacy.load(options.model)
    pipeline.select_pipes(enable="ner")
    return pipeline


if __name__ == "__main__":
    run("spacy", "1.0.0", "spaCy, to be compared with")
