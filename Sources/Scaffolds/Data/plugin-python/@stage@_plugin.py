"""Marks the words of a list. A beginning: change what `mark` does and what `@stage` says of it.

    python3 {{stage}}_plugin.py --try 'A storm shut the harbour.'    what it makes of a text
    python3 {{stage}}_plugin.py --manifest                           writes plugin.json, whenever the description changed
    python3 test_{{stage}}.py                                        the tests of the function
"""

from __future__ import annotations

import re
from typing import Any

from textmill_stage import Document, Kind, Option, Options, SetupError, run, stage


# What `textmill stages {{stage}}` shows, and what pipelines are checked by before anything of this program runs.
@stage(
    name="{{stage}}",
    summary="Marks the words of a list",
    discussion=(
        "Every word of `words` is marked where it stands in the text, whatever its case. The layer `{{stage}}` is a list of spans, "
        "each with a label and the index of its sentence where there are sentences."
    ),
    options=[
        Option("words", Kind.list_of(Kind.string()), "The words to mark", default=["flood", "storm"]),
        Option("label", Kind.string(), "What the marks are called", default="WORD"),
    ],
    # Layers that must be there stand under `requires`, those that are read if they are there under `uses`: a stage sees no others.
    uses=["sentences"],
    # A layer of its own has any name; built-in ones such as `entities` can be written or updated too.
    writes=["{{stage}}"],
)
def mark(document: Document, options: Options, pattern: Any) -> None:
    """Called for each document. What `set_up` returned is the third argument."""
    document.layers["{{stage}}"] = []
    sentences = document.sentences
    current = 0
    for match in pattern.finditer(document.text):
        while current < len(sentences) and sentences[current].end <= match.start():
            current += 1
        place = {"sentence": current} if current < len(sentences) else {}
        document.add_span("{{stage}}", match.start(), match.end(), label=options.label, **place)


@mark.setup
def set_up(options: Options) -> Any:
    """Called once, before the first document: the place for models, and for problems with options."""
    words = [re.escape(word) for word in options.words if word.strip()]
    if not words:
        raise SetupError("there is no word to mark", option="words")
    return re.compile(r"\b(?:%s)\b" % "|".join(sorted(words, key=len, reverse=True)), re.IGNORECASE)


if __name__ == "__main__":
    # Name and version of the plugin. `install="python3 -m pip install …"` says how to install what it imports.
    run("{{name}}", "0.1.0", "Marks the words of a list")
