"""Finds the language of each article with py3langid, and sets it where it is sure."""

from __future__ import annotations

from typing import Any

from textmill_stage import Document, Example, Kind, Option, Options, SetupError, run, stage

INSTALL = "python3 -m pip install py3langid==0.4.0"
NO_LANGUAGE = "zxx"
"""What py3langid calls numbers, markup and the like."""


@stage(
    summary="Finds the language of the text",
    discussion=(
        "A naive Bayes classifier over byte sequences ([py3langid](https://pypi.org/project/py3langid/), after Lui and Baldwin, "
        "langid.py, ACL 2012) that knows 139 languages.\n\n"
        "The layer `language_id` holds the best guess and its probability: `{\"language\": \"de\", \"confidence\": 0.98}`. "
        "From the probability `minimum` on, the article's `language` is set to it, over what the input said. A text without words, "
        "such as a table of numbers, is guessed to be `zxx`, which is never set. One language is found for the whole text: "
        "a mixed text gets that of its larger part. A line or two is too short to tell close relatives apart."
    ),
    options=[
        Option("minimum", Kind.number(0, 1), "The probability from which on the article's language is set", default=0.5),
        Option("languages", Kind.list_of(Kind.string()), "The languages to choose from, by ISO 639 code; all where none is given"),
    ],
    writes=["language_id"],
    columns={"language_id": ["language", "confidence"]},
    examples=[
        Example(
            "the language of a text, and how sure it is",
            input="Wo ist der Bahnhof? Der Zug nach Hamburg fährt in zehn Minuten.",
            output={"language_id": ['{"confidence":0.9962,"language":"de"}']},
        )
    ],
)
def language_id(document: Document, options: Options, identifier: Any) -> None:
    """Writes the layer `language_id`, and the document's language."""
    language, confidence = identifier.classify(document.text)
    document.layers["language_id"] = {"language": language, "confidence": round(float(confidence), 4)}
    if confidence >= options.minimum and language != NO_LANGUAGE:
        document.language = language


@language_id.setup
def load(options: Options) -> Any:
    """Loads the model, restricted to the languages asked for."""
    from py3langid import langid

    if not hasattr(langid.LanguageIdentifier, "from_model_file"):
        raise SetupError(f"the installed py3langid is too old; install the version that the plugin is made for with: {INSTALL}")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    if options.languages:
        known = set(identifier.labels)
        unknown = [SetupError(f"py3langid does not know the language '{code}'", "languages") for code in options.languages if code not in known]
        if unknown:
            raise SetupError(unknown[0].message, "languages", unknown[1:])
        identifier.set_languages(options.languages)
    return identifier


if __name__ == "__main__":
    run("language-id", "1.0.0", "Finds the language of articles", install=INSTALL, instances=1, window=16, timeout=30)
