"""The entities of a pipeline of spaCy as a stage: so they are scored by `textmill eval`, on the same text as Textmill's."""

from __future__ import annotations

from typing import Any

from textmill_stage import Document, Kind, Option, Options, run, stage

VALUES = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"}


@stage(
    summary="Entities by a pipeline of spaCy",
    options=[
        Option("model", Kind.string(), "The package that holds the pipeline, as en_core_web_sm", required=True),
        Option("extent", Kind.choice("name", "phrase"), "phrase: from the start of the noun chunk whose root is in the name", default="name"),
    ],
    writes=["entities"],
)
def spacy_entities(document: Document, options: Options, pipeline: Any) -> None:
    """Writes the layer `entities`."""
    document.layers["entities"] = []
    read = pipeline(document.text)
    chunks = {chunk.root.i: chunk.start_char for chunk in read.noun_chunks} if options.extent == "phrase" else {}
    spans = []
    for entity in read.ents:
        start = entity.start_char if entity.label_ in VALUES else min(entity.start_char, chunks.get(entity.root.i, entity.start_char))
        while spans and spans[-1][0] >= start:
            spans.pop()
        spans.append((start if not spans or spans[-1][1] <= start else entity.start_char, entity.end_char, entity.label_))
    for span in spans:
        document.add_entity(*span)


@spacy_entities.setup
def load(options: Options) -> Any:
    """Loads the pipeline; what entities do not need is off, and so is what noun chunks need where none are asked for."""
    import spacy

    pipeline = spacy.load(options.model)
    if options.extent == "name":
        pipeline.select_pipes(enable="ner")
    return pipeline


if __name__ == "__main__":
    run("spacy", "1.0.0", "spaCy, to be compared with")
