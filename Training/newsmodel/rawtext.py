"""Unannotated English text for distillation, cut into tokens in the manner of the treebanks (and of Textmill's own tokenizer)."""

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .examples import sentence_breaks
from .sources import rows

_TOKEN = re.compile(
    r"""
    https?://\S+ | www\.\S+ | \S+@\S+\.\w+            # addresses
    | (?:[A-Za-z]\.){2,}                              # U.S.
    | (?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Gov|Sen|Rep|St|Jr|Sr|Inc|Ltd|Co|Corp|No|vs|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.
    | \d+(?:[.,:]\d+)+ | \d+(?:st|nd|rd|th|s)\b
    | (?:co|e|ex|non|re|pre|anti|mid|sub|semi|un)-\w+  # prefixes stay
    | \w+?(?=n['’]t\b) | n['’]t\b | ['’](?:s|re|ve|ll|d|m)\b
    | \w+ | \.{3} | -- | [^\w\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def tokens(text: str) -> tuple[str, ...]:
    """Words and marks of a paragraph."""
    return tuple(_TOKEN.findall(text))


def sentences(text: str, longest: int = 120) -> Iterator[tuple[str, ...]]:
    """Tokenised sentences of a text whose paragraphs are lines; those of one token or more than `longest` are left out."""
    for line in text.split("\n"):
        words = tokens(line)
        bounds = [0, *sentence_breaks(words), len(words)]
        for start, end in zip(bounds, bounds[1:], strict=False):
            if 2 <= end - start <= longest:
                yield words[start:end]


def documents(data: Path) -> Iterator[tuple[str, str]]:
    """(source, text) of every English text that is not a development or test set of entities or syntax."""
    for source in ("worldwide-train-raw", "bbc-visible"):
        with tarfile.open(data / f"corpora/{source}.tar.xz") as archive:
            for member in sorted(archive.getmembers(), key=lambda entry: entry.name):
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield source, file.read().decode("utf-8")
    for row in rows(data / "quotes/polnear-train.jsonl.xz"):
        yield "polnear", f"{row['title']}\n{row['text']}"
    for row in rows(data / "summaries/inshorts.jsonl.xz"):
        yield "inshorts", re.sub(r"(?<=[a-z])\.(?=[A-Z])", ". ", f"{row['title']}\n{row['text']}\n{row['summary']}")
    for row in rows(data / "relations/knowledgenet.jsonl.xz"):
        yield "knowledgenet", row["text"]
    for name in ("gap-dev", "gap-val"):
        for line in (data / f"coref/{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            yield "gap", line.split("\t")[1].replace("*", "").strip()
    for row in rows(data / "events/plv-train.jsonl"):
        yield "plover", row["text"]


def tokenised(data: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(source, paragraph) of texts that come as tokens."""
    for row in rows(data / "events/wikievents-train.jsonl.xz"):
        words = tuple(row["tokens"])
        bounds = [0, *sentence_breaks(words), len(words)]
        for start, end in zip(bounds, bounds[1:], strict=False):
            yield "wikievents", words[start:end]
    for name in ("conll04-train", "conll04-dev"):
        for row in rows(data / f"relations/{name}.jsonl"):
            yield "conll04", tuple(word for word in row["tokens"] if word.strip())


@dataclass(frozen=True)
class RawSentence:
    """Words with the set and the document that they come from."""

    source: str
    document: str
    words: tuple[str, ...]


def raw_sentences(data: Path) -> list[RawSentence]:
    """All sentences, each once, in a fixed order."""
    seen: set[tuple[str, ...]] = set()
    found = []

    def add(source: str, document: str, words: tuple[str, ...]) -> None:
        if words not in seen:
            seen.add(words)
            found.append(RawSentence(source, document, words))

    for number, (source, text) in enumerate(documents(data)):
        for words in sentences(text):
            add(source, f"{source}/{number}", words)
    for number, (source, words) in enumerate(tokenised(data)):
        if 2 <= len(words) <= 120 and all(words):
            add(source, f"{source}/tokens/{number}", words)
    return found
