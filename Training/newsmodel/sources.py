"""Readers of the development data: each gives Examples with the layers that its set annotates."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np

from .examples import BoolArray, Example, Syntax, sentence_breaks
from .labels import ENTITY_LABELS, UPOS, UPOS_INDEX, entity_choices, penn_choices


def open_text(path: Path) -> IO[str]:
    """A UTF-8 text file, unpacked where its name ends in .xz."""
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with open_text(path) as lines:
        for line in lines:
            yield json.loads(line)


def _mask(choices: list[list[int]], count: int) -> BoolArray:
    mask = np.zeros((len(choices), count), dtype=np.bool_)
    for position, indices in enumerate(choices):
        mask[position, indices] = True
    return mask


def _segments(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(document, [(token, tag)]) of a file of token TAB tag with blank lines between segments."""
    document = ""
    segment: list[tuple[str, str]] = []
    with open_text(path) as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# doc = "):
                if segment:
                    yield document, segment
                    segment = []
                document = line.removeprefix("# doc = ").split(" genre=")[0]
            elif line:
                token, _, tag = line.partition("\t")
                segment.append((token, tag))
            elif segment:
                yield document, segment
                segment = []
    if segment:
        yield document, segment


def entity_examples(path: Path, scheme: str) -> list[Example]:
    """Entities from a BIO file whose classes are those of `scheme` (labels.SCHEMES)."""
    found = []
    for document, segment in _segments(path):
        words = tuple(token for token, _ in segment)
        mask = _mask([entity_choices(tag, scheme) for _, tag in segment], len(ENTITY_LABELS))
        found.append(Example(scheme, words, entities=mask, document=document, breaks=sentence_breaks(words)))
    return found


def gold_entities(path: Path) -> list[tuple[tuple[str, ...], list[str], str]]:
    """(words, BIO tags as they stand, document): for scoring."""
    found = []
    for document, segment in _segments(path):
        found.append((tuple(token for token, _ in segment), [tag for _, tag in segment], document))
    return found


def docred_examples(path: Path) -> list[Example]:
    """Wikipedia sentences with the entity mentions of DocRED; `the` before a name is inside its mention there, outside in newswire."""
    found = []
    for row in rows(path):
        sentences: list[list[str]] = row["sents"]
        choices = [[entity_choices("O", "docred") for _ in words] for words in sentences]
        for cluster in row["vertexSet"]:
            for mention in cluster:
                start, end = mention["pos"]
                sentence = mention["sent_id"]
                name = mention["type"]
                for position in range(start, min(end, len(sentences[sentence]))):
                    choices[sentence][position] = entity_choices(("B-" if position == start else "I-") + name, "docred")
                if end - start > 1 and sentences[sentence][start].lower() == "the":
                    choices[sentence][start] = sorted({*choices[sentence][start], 0})
                    first = entity_choices(f"B-{name}", "docred")
                    choices[sentence][start + 1] = sorted({*choices[sentence][start + 1], *first})
        for words, options in zip(sentences, choices, strict=True):
            clean = tuple(word.strip() or "-" for word in words)
            found.append(Example("docred", clean, entities=_mask(options, len(ENTITY_LABELS)), document=row["title"]))
    return found


def tree_examples(path: Path, source: str) -> list[Example]:
    """Tags, lemmas and trees from a CoNLL-U file; multiword ranges and empty nodes are left out."""
    found = []
    lines: list[list[str]] = []
    document = ""
    with open_text(path) as text:
        for line in text:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ")
            elif line and not line.startswith("#"):
                fields = line.split("\t")
                if fields[0].isdigit():
                    lines.append(fields)
            elif not line and lines:
                found.append(_tree(lines, source, document))
                lines = []
    if lines:
        found.append(_tree(lines, source, document))
    return found


def _tree(lines: list[list[str]], source: str, document: str) -> Example:
    tags = tuple(fields[3] for fields in lines)
    every = list(range(len(UPOS)))
    return Example(
        source,
        tuple(fields[1] for fields in lines),
        tags=_mask([[UPOS_INDEX[tag]] if tag in UPOS_INDEX else every for tag in tags], len(UPOS)),
        lemmas=tuple(fields[2] if fields[2] != "_" or fields[1] == "_" else None for fields in lines),
        syntax=Syntax(tuple(int(fields[6]) for fields in lines), tuple(fields[7] for fields in lines)),
        gold_tags=tags,
        document=document,
    )


def penn_examples(path: Path, longest: int = 100) -> list[Example]:
    """Universal tags from Penn tags, partial where one does not follow from the other. Sentences longer than `longest` ran on: left out."""
    found = []
    for document, segment in _segments(path):
        if len(segment) > longest or any(not token for token, _ in segment):
            continue
        choices = [penn_choices(token, tag) for token, tag in segment]
        words = tuple({"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}.get(token, token) for token, _ in segment)
        found.append(Example("masc", words, tags=_mask(choices, len(UPOS)), document=document))
    return found
