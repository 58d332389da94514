"""Make a stage of a Textmill pipeline of a Python function.

This one file is all that a plugin needs beside Python 3.9: keep a copy of it beside the plugin's program.

    import re
    from textmill_stage import Document, Kind, Option, Options, run, stage

    @stage(
        summary="Marks years",
        options=[Option("century", Kind.integer(1, 21), "The century whose years are marked", default=20)],
        writes=["years"],
    )
    def years(document: Document, options: Options) -> None:
        for match in re.finditer(r"\\b%d\\d\\d\\b" % (options["century"] - 1), document.text):
            document.add_span("years", match.start(), match.end(), label="YEAR")

    if __name__ == "__main__":
        run("years", "1.0.0", "Marks years")

`python3 years.py --manifest` writes `plugin.json` beside the program; from then on pipelines can name the stage.
`python3 years.py --try 'He was born in 1952.'` shows what it does. In a test, `years.apply("He was born in 1952.")` returns it.

Offsets are those of Python: code points, so `document.text[start:end]` is what a span covers.
The protocol between Textmill and the program is described in `Docs/plugin-protocol.md`.
"""

from __future__ import annotations

import bisect
import copy
import dataclasses
import gc
import inspect
import json
import math
import os
import re
import sys
import time
import traceback
from typing import Any, Callable, Dict, Iterator, List, Mapping, MutableMapping, NoReturn, Optional, Sequence, Tuple, Union

__all__ = [
    "Document", "Entity", "Example", "Kind", "LayerError", "Option", "Options", "Sentence", "SetupError", "Span", "SpanError", "Stage",
    "StageError", "Token", "run", "stage",
]

PROTOCOL = 1
"""The version of the protocol that this file speaks."""

MAXIMUM_LINE = 64_000_000
"""Bytes in a line beyond which the host gives up on a plugin."""

BUILT_IN_LAYERS = (
    "blocks", "sentences", "tokens", "tags", "syntax", "entities", "coreference", "relations", "quotes", "keywords", "summary",
)
"""The layers that Textmill itself knows; any other name is a plugin's own layer."""

_MEMBER = {name: "tokens" if name in ("tags", "syntax") else name for name in BUILT_IN_LAYERS}
_DISJOINT = ("blocks", "sentences", "tokens", "entities")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

Json = Any
"""What `json.loads` returns."""

_Problem = Tuple[str, str]
"""Which option, and what is wrong with it."""

Place = Union["Span", Tuple[int, int], Mapping[str, Any]]
"""A span: a view, a pair of offsets, or an object with `start` and `end`."""


# Errors ---------------------------------------------------------------------------------------------------------------------------


class StageError(Exception):
    """Raised by a stage for a document that it cannot do. The run goes on without the document.

    `code` is a few words in kebab case for programs; `message` is one lower-case sentence for people. Neither holds text of the document.
    """

    def __init__(self, code: str, message: str) -> None:
        if not _CODE.match(code):
            raise ValueError(f"the code of a failure is in kebab case, such as 'no-sentences', unlike {code!r}")
        super().__init__(message)
        self.code = code
        self.message = message


class SetupError(Exception):
    """Raised by a set-up that cannot work with its options. `also` holds further problems, so that all are reported at once."""

    def __init__(self, message: str, option: Optional[str] = None, also: Sequence["SetupError"] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.option = option
        self.also = tuple(also)

    def problems(self) -> List[Dict[str, Optional[str]]]:
        """All problems as the protocol writes them."""
        problems: List[Dict[str, Optional[str]]] = [{"option": self.option, "message": self.message}]
        for error in self.also:
            problems += error.problems()
        return problems


class _OwnError(Exception):
    """A mistake in the stage that this file finds. Its message holds no text of a document, so that it is always shown."""


class LayerError(_OwnError):
    """A stage reads or writes a layer that it does not declare."""


class SpanError(_OwnError, ValueError):
    """A stage makes a span that is outside the text."""


class _UnknownOption(_OwnError, AttributeError):
    """A stage asks for an option that it does not declare."""


class _ProtocolError(Exception):
    """The host broke the protocol."""


# Options --------------------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Kind:
    """What values an option takes. Made by the functions below."""

    name: str
    minimum: Optional[float] = None
    maximum: Optional[float] = None
    choices: Tuple[str, ...] = ()
    element: Optional["Kind"] = None
    fields: Tuple["Option", ...] = ()

    @staticmethod
    def boolean() -> "Kind":
        """`true` or `false`."""
        return Kind("bool")

    @staticmethod
    def integer(minimum: Optional[int] = None, maximum: Optional[int] = None) -> "Kind":
        """A whole number, both ends included."""
        return Kind("integer", minimum, maximum)

    @staticmethod
    def number(minimum: Optional[float] = None, maximum: Optional[float] = None) -> "Kind":
        """A number, both ends included."""
        return Kind("number", minimum, maximum)

    @staticmethod
    def string() -> "Kind":
        """Any text."""
        return Kind("string")

    @staticmethod
    def choice(*choices: str) -> "Kind":
        """One of a few words."""
        if not choices or len(set(choices)) != len(choices):
            raise ValueError("a choice needs words, each different from the others")
        return Kind("choice", choices=choices)

    @staticmethod
    def file() -> "Kind":
        """A file that exists. The stage gets its absolute path."""
        return Kind("file")

    @staticmethod
    def list_of(element: "Kind") -> "Kind":
        """A list."""
        return Kind("list", element=element)

    @staticmethod
    def map_of(element: "Kind") -> "Kind":
        """A map with free keys."""
        return Kind("map", element=element)

    @staticmethod
    def record(*fields: "Option") -> "Kind":
        """A map with these keys."""
        _check_keys(fields)
        return Kind("record", fields=fields)

    def describe(self) -> Dict[str, Json]:
        """The kind as the protocol writes it."""
        description: Dict[str, Json] = {"kind": self.name}
        if self.minimum is not None:
            description["minimum"] = self.minimum
        if self.maximum is not None:
            description["maximum"] = self.maximum
        if self.choices:
            description["choices"] = list(self.choices)
        if self.element is not None:
            description["items" if self.name == "list" else "values"] = self.element.describe()
        if self.name == "record":
            description["fields"] = [field.describe() for field in self.fields]
        return description

    def read(self, value: Json, place: str, problems: List["_Problem"]) -> Json:
        """The value as the stage gets it, with the defaults of records; what does not fit goes to `problems`."""

        def expected(what: str) -> Json:
            problems.append((place, f"takes {what}"))
            return value

        if self.name == "bool":
            return value if isinstance(value, bool) else expected("true or false")
        if self.name in ("integer", "number"):
            what = "a whole number" if self.name == "integer" else "a number"
            if self.minimum is not None:
                what += f" from {self.minimum}" if self.maximum is not None else f" of at least {self.minimum}"
            if self.maximum is not None:
                what += f" to {self.maximum}" if self.minimum is not None else f" of at most {self.maximum}"
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                return expected(what)
            if self.name == "integer" and value != int(value):
                return expected(what)
            if (self.minimum is not None and value < self.minimum) or (self.maximum is not None and value > self.maximum):
                return expected(what)
            return int(value) if self.name == "integer" else float(value)
        if self.name in ("string", "file"):
            return value if isinstance(value, str) else expected("text" if self.name == "string" else "the path of a file")
        if self.name == "choice":
            return value if value in self.choices else expected("one of " + ", ".join(self.choices))
        if self.name == "list":
            assert self.element is not None
            if not isinstance(value, list):
                return expected("a list")
            return [self.element.read(item, f"{place}[{index}]", problems) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return expected("a map")
        if self.name == "map":
            assert self.element is not None
            return {key: self.element.read(item, f"{place}.{key}", problems) for key, item in value.items()}
        return _read_options(self.fields, value, f"{place}.", problems)


@dataclasses.dataclass(frozen=True)
class Option:
    """An option of a stage, or a field of an option that is a record.

    `key` is lower case, its words joined by `_`; `summary` is one sentence without a final stop that names the unit of a number.
    An option that is neither required nor has a default is None where it is not given.
    """

    key: str
    kind: Kind
    summary: str
    default: Json = None
    required: bool = False

    def __post_init__(self) -> None:
        if not _NAME.match(self.key):
            raise ValueError(f"the option {self.key!r} needs a name in lower case, its words joined by '_'")
        if self.default is not None:
            if self.required:
                raise ValueError(f"the option {self.key!r} is required, so that it can have no default")
            problems: List[_Problem] = []
            self.kind.read(self.default, self.key, problems)
            if problems:
                raise ValueError("a default does not fit its option: " + "; ".join(f"'{place}' {what}" for place, what in problems))

    def describe(self) -> Dict[str, Json]:
        """The option as the protocol writes it."""
        description: Dict[str, Json] = {"key": self.key, **self.kind.describe()}
        if self.default is not None:
            description["default"] = self.default
        description["required"] = self.required
        description["summary"] = self.summary
        return description


class Options(Mapping[str, Any]):
    """The options of an instance of a stage, checked and with defaults: `options["minimum"]` or `options.minimum`.

    It is a mapping, so that an option that is called as a method of mappings, such as `items`, is had by `options["items"]` alone.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Json]) -> None:
        self._values = dict(values)

    def __getitem__(self, key: str) -> Json:
        return self._values[key]

    def __getattr__(self, key: str) -> Json:
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            return self._values[key]
        except KeyError:
            raise _UnknownOption(f"the stage has no option '{key}'") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Options({self._values!r})"


def _check_keys(options: Sequence[Option]) -> None:
    keys = [option.key for option in options]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the option {key!r} is declared twice")


def _read_options(options: Sequence[Option], given: Mapping[str, Json], prefix: str, problems: List[_Problem]) -> Options:
    values: Dict[str, Json] = {}
    for option in options:
        value = given.get(option.key)
        if value is None and option.required:
            problems.append((prefix + option.key, "must be given"))
        if value is None:
            value = copy.deepcopy(option.default)
        values[option.key] = None if value is None else option.kind.read(value, prefix + option.key, problems)
    for key in given:
        if key not in values:
            problems.append((prefix + key, "is no option of the stage"))
    return Options(values)


# Views of a document --------------------------------------------------------------------------------------------------------------


class Span:
    """A part of a document's text. `json` is the object in the record that it is a view of."""

    __slots__ = ("document", "json")

    def __init__(self, document: "Document", json: Dict[str, Json]) -> None:
        self.document = document
        self.json = json

    @property
    def start(self) -> int:
        """Where it starts, in code points."""
        return self.json["start"]  # type: ignore[no-any-return]

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.json["end"]  # type: ignore[no-any-return]

    @property
    def text(self) -> str:
        """What it covers."""
        return self.document.text[self.json["start"] : self.json["end"]]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.start}, {self.end})"


class Sentence(Span):
    """A sentence."""

    __slots__ = ("index",)

    def __init__(self, document: "Document", json: Dict[str, Json], index: int) -> None:
        super().__init__(document, json)
        self.index = index

    @property
    def tokens(self) -> List["Token"]:
        """Its tokens."""
        starts = self.document._token_starts()
        items = self.document._list("tokens")
        first = bisect.bisect_left(starts, self.start)
        last = bisect.bisect_left(starts, self.end)
        return [Token(self.document, items[index], index) for index in range(first, last)]


class Token(Span):
    """A token. What nothing has written yet is None."""

    __slots__ = ("index",)

    def __init__(self, document: "Document", json: Dict[str, Json], index: int) -> None:
        super().__init__(document, json)
        self.index = index

    @property
    def lemma(self) -> Optional[str]:
        """The dictionary form."""
        return self.json.get("lemma")

    @property
    def pos(self) -> Optional[str]:
        """The part of speech, one of the 17 of Universal Dependencies."""
        return self.json.get("pos")

    @property
    def dep(self) -> Optional[str]:
        """The Universal Dependencies relation to the head."""
        return self.json.get("dep")

    @property
    def head(self) -> Optional["Token"]:
        """The head; None for a root."""
        head = self.json.get("head")
        return None if head is None else Token(self.document, self.document._list("tokens")[head], head)

    @property
    def sentence(self) -> Optional[Sentence]:
        """The sentence, where the stage reads sentences and the token is in one."""
        index = self.json.get("sentence")
        return None if index is None else Sentence(self.document, self.document._list("sentences")[index], index)

    def tag(self, pos: str, lemma: str) -> None:
        """Gives it a part of speech and a lemma. For stages that write or update `tags`; every token needs them."""
        self.document._writable("tags")
        self.json["pos"] = pos
        self.json["lemma"] = lemma

    def attach(self, head: Optional["Token"], dep: str) -> None:
        """Gives it a head and a relation. For stages that write or update `syntax`; every token needs them."""
        self.document._writable("syntax")
        self.json["head"] = None if head is None else head.index
        self.json["dep"] = dep


class Entity(Span):
    """A named entity or value."""

    __slots__ = ()

    @property
    def id(self) -> Optional[str]:
        """The id, such as `e0`; None for one that was just added."""
        return self.json.get("id")

    @property
    def type(self) -> str:
        """PERSON, ORG, GPE, …"""
        return self.json["type"]  # type: ignore[no-any-return]

    @property
    def canonical(self) -> Optional[str]:
        """The name that a gazetteer gives."""
        return self.json.get("canonical")

    @property
    def cluster(self) -> Optional[str]:
        """The id of its cluster."""
        return self.json.get("cluster")

    @property
    def confidence(self) -> Optional[float]:
        """The probability that it is right."""
        return self.json.get("confidence")

    @property
    def by(self) -> str:
        """What found it."""
        return self.json["by"]  # type: ignore[no-any-return]


class Layers(MutableMapping[str, Any]):
    """The layers of a document by name, as JSON values.

    Only layers that the stage declares can be read or written. A value that is read from a layer which the stage writes or updates may be
    changed in place: it is sent back. `tags` and `syntax` stand in the objects of `tokens`, as in the record.
    """

    __slots__ = ("_document",)

    def __init__(self, document: "Document") -> None:
        self._document = document

    def __getitem__(self, layer: str) -> Json:
        document = self._document
        document._context.check_read(layer)
        if layer in document._context.writable:
            changed = document._changed(layer)
            key = _MEMBER.get(layer, layer)
            if key not in changed:
                changed[key] = document._sent(layer)[key]
            return changed[key]
        return document._sent(layer)[_MEMBER.get(layer, layer)]

    def __setitem__(self, layer: str, value: Json) -> None:
        self._document._changed(layer)[_MEMBER.get(layer, layer)] = value

    def __delitem__(self, layer: str) -> None:
        del self._document._changed(layer)[_MEMBER.get(layer, layer)]

    def __iter__(self) -> Iterator[str]:
        document = self._document
        names = [name for name in BUILT_IN_LAYERS if name in document._context.readable and _MEMBER[name] in document._record]
        names += [name for name in document._record.get("layers", ()) if name in document._context.readable]
        written = list(document._changes or ()) + list(document._open or ())
        return iter(dict.fromkeys(names + [name for name in written if name in document._context.readable]))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Document:
    """An article with its layers. Nothing is copied or converted before it is asked for."""

    __slots__ = ("_text", "_record", "_context", "_changes", "_open", "_metadata", "_problems", "_added", "_starts")

    def __init__(self, record: Dict[str, Json], context: "_Context") -> None:
        self._text: str = record["text"]
        self._record = record
        self._context = context
        self._changes: Optional[Dict[str, Json]] = None
        self._open: Optional[Dict[str, Json]] = None
        self._metadata: Optional[Dict[str, Json]] = None
        self._problems: Optional[List[Dict[str, str]]] = None
        self._added: Optional[set[str]] = None
        self._starts: Optional[List[int]] = None

    # What the article says about itself

    @property
    def text(self) -> str:
        """The text that all offsets refer to. A plugin cannot change it."""
        return self._text

    @property
    def id(self) -> str:
        """The id, unique in a run."""
        return self._record["id"]  # type: ignore[no-any-return]

    @property
    def record(self) -> Dict[str, Json]:
        """The record as it came, to be read only: what is changed in it is not sent back."""
        return self._record

    @property
    def title(self) -> Optional[str]:
        """The title. Can be set."""
        return self._current("title")  # type: ignore[no-any-return]

    @title.setter
    def title(self, title: Optional[str]) -> None:
        self._set("title", title)

    @property
    def language(self) -> Optional[str]:
        """The language, a BCP 47 tag. Can be set."""
        return self._current("language")  # type: ignore[no-any-return]

    @language.setter
    def language(self, language: Optional[str]) -> None:
        self._set("language", language)

    @property
    def metadata(self) -> Dict[str, Json]:
        """What else the input says about the article. Can be changed in place."""
        if self._metadata is None:
            self._metadata = copy.deepcopy(self._record.get("metadata", {}))
        return self._metadata

    # Reading layers

    @property
    def layers(self) -> Layers:
        """All layers by name, as JSON values: the way to a plugin's own layers."""
        return Layers(self)

    @property
    def sentences(self) -> List[Sentence]:
        """The sentences; empty where there are none."""
        return [Sentence(self, json, index) for index, json in enumerate(self._list("sentences"))]

    @property
    def tokens(self) -> List[Token]:
        """The tokens; empty where there are none."""
        return [Token(self, json, index) for index, json in enumerate(self._list("tokens"))]

    @property
    def entities(self) -> List[Entity]:
        """The entities; empty where there are none."""
        return [Entity(self, json) for json in self._list("entities")]

    # Writing layers

    def add_span(self, layer: str, start: int, end: int, label: Optional[str] = None, **members: Json) -> None:
        """Adds a span to a layer that is a list: `{"start": 3, "end": 8, "label": "YEAR"}`. Spans are put in order; they may overlap."""
        item: Dict[str, Json] = self._span((start, end))
        if label is not None:
            item["label"] = label
        item.update(members)
        self._append(layer, item)

    def add_sentence(self, start: int, end: int) -> None:
        """Adds a sentence."""
        self._append("sentences", self._span((start, end)))

    def add_token(self, start: int, end: int) -> None:
        """Adds a token."""
        self._append("tokens", self._span((start, end)))

    def add_entity(
        self, start: int, end: int, type: str, *, confidence: Optional[float] = None, canonical: Optional[str] = None, by: Optional[str] = None
    ) -> None:
        """Adds an entity. `by` names the rule or model that found it. Entities are put in order; they may not overlap."""
        item: Dict[str, Json] = {**self._span((start, end)), "type": type, "confidence": confidence, "by": self._context.producer(by)}
        if canonical is not None:
            item["canonical"] = canonical
        self._append("entities", item)

    def add_relation(
        self, type: str, subject: Place, predicate: Place, object: Optional[Place] = None, *, sentence: int, lemma: Optional[str] = None,
        arguments: Sequence[Tuple[str, Place]] = (), negated: bool = False, hypothetical: bool = False,
        confidence: Optional[float] = None, by: Optional[str] = None,
    ) -> None:
        """Adds a relation; `sentence` is the index of its sentence, `lemma` that of the predicate, `arguments` are pairs of role and span."""
        verb = self._span(predicate)
        verb["lemma"] = self.text[verb["start"] : verb["end"]].lower() if lemma is None else lemma
        self._append("relations", {
            "type": type, "subject": self._span(subject), "predicate": verb, "object": None if object is None else self._span(object),
            "arguments": [{"role": role, **self._span(place)} for role, place in arguments],
            "negated": negated, "hypothetical": hypothetical, "sentence": sentence, "confidence": confidence,
            "by": self._context.producer(by),
        })  # fmt: skip

    def add_quote(self, start: int, end: int, kind: str = "direct", *, cue: Optional[Place] = None, speaker: Optional[Place] = None) -> None:
        """Adds a quote: `direct`, `indirect` or `mixed`."""
        self._append("quotes", {
            **self._span((start, end)), "kind": kind,
            "cue": None if cue is None else self._span(cue), "speaker": None if speaker is None else self._span(speaker),
        })  # fmt: skip

    def add_keyword(self, text: str, score: Optional[float]) -> None:
        """Adds a key word or phrase, after those that are better."""
        self._append("keywords", {"text": text, "score": score})

    def set_summary(self, sentences: Sequence[int], text: Optional[str] = None) -> None:
        """Writes the summary: indices of sentences, and their text unless another is given."""
        if text is None:
            text = " ".join(self.sentences[index].text for index in sentences)
        self.layers["summary"] = {"text": text, "sentences": list(sentences)}

    def warn(self, code: str, message: str) -> None:
        """Adds a problem to the document, which goes on. The same rules as for `StageError`."""
        error = StageError(code, message)
        if self._problems is None:
            self._problems = []
        self._problems.append({"code": error.code, "message": error.message})

    # Within

    def _current(self, member: str) -> Json:
        if self._changes is not None and member in self._changes:
            return self._changes[member]
        return self._record.get(member)

    def _set(self, member: str, value: Optional[str]) -> None:
        if value is not None and not isinstance(value, str):
            raise TypeError(f"the {member} is text or None")
        if self._changes is None:
            self._changes = {}
        self._changes[member] = value

    def _sent(self, layer: str) -> Dict[str, Json]:
        return self._record if layer in _MEMBER else self._record.get("layers", {})

    def _changed(self, layer: str) -> Dict[str, Json]:
        self._context.check_write(layer)
        if layer in _MEMBER:
            if self._changes is None:
                self._changes = {}
            return self._changes
        if self._open is None:
            self._open = {}
        return self._open

    def _writable(self, layer: str) -> List[Dict[str, Json]]:
        changed = self._changed(layer)
        key = _MEMBER.get(layer, layer)
        if key not in changed:
            changed[key] = self._sent(layer).get(key, [])
        return changed[key]  # type: ignore[no-any-return]

    def _append(self, layer: str, item: Dict[str, Json]) -> None:
        self._writable(layer).append(item)
        if layer == "tokens":
            self._starts = None
        if self._added is None:
            self._added = set()
        self._added.add(layer)

    def _list(self, layer: str) -> List[Dict[str, Json]]:
        self._context.check_read(layer)
        if self._changes is not None and layer in self._changes:
            return self._changes[layer]  # type: ignore[no-any-return]
        return self._record.get(layer) or []

    def _token_starts(self) -> List[int]:
        if self._starts is None:
            self._starts = [token["start"] for token in self._list("tokens")]
        return self._starts

    def _span(self, place: Place) -> Dict[str, Json]:
        if isinstance(place, Span):
            start, end = place.start, place.end
        elif isinstance(place, Mapping):
            start, end = place["start"], place["end"]
        else:
            start, end = place
        if not 0 <= start <= end <= len(self.text):
            name = self._context.stage.name
            raise SpanError(f"the stage '{name}' makes a span from {start} to {end}, outside the text, which has {len(self.text)} code points")
        return {"start": start, "end": end}

    def _untouched(self) -> bool:
        return self._changes is None and self._open is None and self._metadata is None and self._problems is None

    def _answer(self) -> Dict[str, Json]:
        """What the stage changed, as the protocol writes it."""
        record: Dict[str, Json] = dict(self._changes or {})
        if self._metadata is not None and self._metadata != self._record.get("metadata", {}):
            record["metadata"] = self._metadata
        for layer in self._added or ():
            values = record if layer in _MEMBER else self._open or {}
            items = values.get(layer)
            if not isinstance(items, list) or layer in ("keywords", "relations"):
                continue
            items.sort(key=lambda item: (item["start"], item["end"]))
            if layer in _DISJOINT and any(left["end"] > right["start"] for left, right in zip(items, items[1:])):
                raise StageError("overlapping-spans", f"the stage made {layer} that overlap")
        if self._open:
            record["layers"] = self._open
        answer: Dict[str, Json] = {"record": record}
        if self._problems:
            answer["problems"] = self._problems
        return answer


# Stages ---------------------------------------------------------------------------------------------------------------------------

StageFunction = Callable[..., None]
"""Takes a document and its options and, where there is a set-up, what that returned."""

_stages: List["Stage"] = []


@dataclasses.dataclass(frozen=True)
class Example:
    """A worked example, which is documentation and a test: the text, the stages that run before, and the lines of each layer after it."""

    summary: str
    input: str
    output: Mapping[str, Sequence[str]]
    options: Mapping[str, Json] = dataclasses.field(default_factory=dict)
    after: Sequence[str] = ()

    def describe(self) -> Dict[str, Json]:
        """The example as the protocol writes it."""
        return {
            "summary": self.summary, "options": dict(self.options), "after": list(self.after), "input": self.input,
            "output": {layer: list(lines) for layer, lines in self.output.items()},
        }  # fmt: skip


class Stage:
    """A stage that `@stage` made of a function. Calling it calls the function."""

    def __init__(
        self, function: StageFunction, name: str, summary: str, discussion: str, options: Sequence[Option],
        requires: Sequence[str], uses: Sequence[str], writes: Sequence[str], updates: Sequence[str], examples: Sequence[Example],
        columns: Optional[Mapping[str, Sequence[str]]] = None,
    ) -> None:  # fmt: skip
        if not _NAME.match(name):
            raise ValueError(f"the stage {name!r} needs a name in lower case, its words joined by '_'")
        _check_keys(options)
        self.layers = {"requires": list(requires), "uses": list(uses), "writes": list(writes), "updates": list(updates)}
        for layers in self.layers.values():
            for layer in layers:
                if not _NAME.match(layer) or layers.count(layer) > 1:
                    raise ValueError(f"the layer {layer!r} of the stage {name!r} is given twice or not in lower case")
        if "text" in self.layers["writes"] + self.layers["updates"]:
            raise ValueError(f"the stage {name!r} cannot change the text: only a stage within Textmill can")
        if set(writes) & (set(requires) | set(uses) | set(updates)):
            raise ValueError(f"the stage {name!r} reads or updates a layer that it writes anew")
        for layer, names in (columns or {}).items():
            if layer in _MEMBER or layer not in self.layers["writes"] + self.layers["updates"]:
                raise ValueError(f"the columns of the stage {name!r} name {layer!r}, which is no layer of its own that it writes or updates")
            if not names or isinstance(names, str) or len(set(names)) < len(names):
                raise ValueError(f"the columns of the layer {layer!r} must be a list of different names")
        self.columns = {layer: list(names) for layer, names in (columns or {}).items()}
        self.function = function
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.options = tuple(options)
        self.examples = tuple(examples)
        self._setup: Optional[Callable[[Options], Any]] = None
        self._applied: Dict[str, _Context] = {}

    def __call__(self, *arguments: Any) -> None:
        self.function(*arguments)

    def setup(self, function: Callable[[Options], Any]) -> Callable[[Options], Any]:
        """Decorates the function that runs once, before the first document: it takes the options and returns what the stage's function gets
        as its third argument if it has one, such as a model. It raises `SetupError` where it cannot work. Import what is slow or may be missing there."""
        self._setup = function
        return function

    def describe(self) -> Dict[str, Json]:
        """The stage as the protocol and the manifest write it."""
        description: Dict[str, Json] = {"name": self.name, "summary": self.summary}
        if self.discussion:
            description["discussion"] = self.discussion
        description["options"] = [option.describe() for option in self.options]
        description["layers"] = self.layers
        if self.columns:
            description["columns"] = self.columns
        if self.examples:
            description["examples"] = [example.describe() for example in self.examples]
        return description

    def apply(self, document: Union[str, Mapping[str, Json]], **options: Json) -> Dict[str, Json]:
        """Runs the stage on one text or record, for tests: what it changes, as a record, with `problems` where it warned.

        Of a record it sees the layers that it declares. Set-ups are kept for the same options. Errors come through as they are.
        """
        key = json.dumps(options, sort_keys=True)
        if key not in self._applied:
            self._applied[key] = _Context(self, self.name, options)
        context = self._applied[key]
        record: Dict[str, Json] = {"id": "document", "text": document} if isinstance(document, str) else copy.deepcopy(dict(document))
        members = {_MEMBER[layer] for layer in context.sent if layer in _MEMBER}
        for member in set(_MEMBER.values()) - members:
            record.pop(member, None)
        if "layers" in record:
            record["layers"] = {layer: value for layer, value in record["layers"].items() if layer in context.sent}
        view = Document({"id": "document", **record}, context)
        self.function(view, *context.arguments)
        answer = json.loads(_encode(view._answer(), view.text))
        return {**answer["record"], **({"problems": answer["problems"]} if "problems" in answer else {})}


def stage(
    *, summary: str, name: Optional[str] = None, discussion: str = "", options: Sequence[Option] = (), requires: Sequence[str] = (),
    uses: Sequence[str] = (), writes: Sequence[str] = (), updates: Sequence[str] = (), examples: Sequence[Example] = (),
    columns: Optional[Mapping[str, Sequence[str]]] = None,
) -> Callable[[StageFunction], Stage]:  # fmt: skip
    """Makes a stage of a function that takes a document and options, and changes the document.

    `summary` is one sentence without a final stop, `discussion` paragraphs in Markdown. Layers that are required must be there in a pipeline;
    those that are used come if they are there; those that are written are made anew; those that are updated are read and changed.
    `columns` names, for a layer of its own that is an object, the members that tables show as columns.
    The stage's name is the function's unless another is given. Mistakes raise `ValueError` at once.
    """

    def decorate(function: StageFunction) -> Stage:
        chosen = function.__name__ if name is None else name
        made = Stage(function, chosen, summary, discussion, options, requires, uses, writes, updates, examples, columns)
        if any(other.name == chosen for other in _stages):
            raise ValueError(f"the stage {chosen!r} is declared twice")
        _stages.append(made)
        return made

    return decorate


class _Context:
    """An instance of a stage, set up: what the documents of a run have in common."""

    def __init__(self, stage: Stage, instance: str, options: Mapping[str, Json], install: Optional[str] = None) -> None:
        problems: List[_Problem] = []
        self.options = _read_options(stage.options, options, "", problems)
        if problems:
            errors = [_setup_error(place, message, stage) for place, message in problems]
            raise SetupError(errors[0].message, errors[0].option, errors[1:])
        self.sent = frozenset(stage.layers["requires"] + stage.layers["uses"] + stage.layers["updates"])
        self.writable = frozenset(stage.layers["writes"] + stage.layers["updates"])
        self.readable = self.sent | self.writable
        if self.readable & {"tags", "syntax"}:
            self.readable |= {"tokens"}
        self.stage = stage
        self.instance = instance
        self.arguments: Tuple[Any, ...] = (self.options,)
        if stage._setup is not None:
            state = self._set_up(stage._setup, install)
            if len(inspect.signature(stage.function).parameters) > 2:
                self.arguments = (self.options, state)

    def _set_up(self, setup: Callable[[Options], Any], install: Optional[str]) -> Any:
        try:
            return setup(self.options)
        except SetupError:
            raise
        except ModuleNotFoundError as error:
            remedy = f"; install it with: {install}" if install else ""
            raise SetupError(f"the Python module '{error.name}' is missing{remedy}") from error
        except Exception as error:
            _show(error, is_private=False)
            raise SetupError(f"the set-up of '{self.stage.name}' failed with {type(error).__name__}: {error}") from error

    def producer(self, by: Optional[str]) -> str:
        return f"{self.instance}/{by}" if by else self.instance

    def check_read(self, layer: str) -> None:
        if layer not in self.readable:
            raise LayerError(f"the stage '{self.stage.name}' does not declare that it reads {_layer_name(layer)}")

    def check_write(self, layer: str) -> None:
        if layer not in self.writable:
            raise LayerError(f"the stage '{self.stage.name}' does not declare that it writes or updates {_layer_name(layer)}")


def _layer_name(layer: Any) -> str:
    """A layer for a message; what cannot be the name of one may be text of a document."""
    return f"'{layer}'" if isinstance(layer, str) and _NAME.match(layer) else "what can be no layer"


def _setup_error(place: str, message: str, stage: Stage) -> SetupError:
    """A problem of an option; where it lies within the option, the message says where."""
    option = re.split(r"[.\[]", place, maxsplit=1)[0]
    if all(option != known.key for known in stage.options):
        return SetupError(f"'{place}' {message}")
    return SetupError(message if place == option else f"'{place}' {message}", option)


# The exchange ---------------------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Json:
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    if hasattr(value, "tolist"):  # numpy's and torch's numbers and arrays
        return value.tolist()
    raise TypeError(f"a value of type {type(value).__name__} is not JSON")


_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)


def _encode(message: Dict[str, Json], text: str = "") -> bytes:
    """The line of a message. `text` is that of the document that it answers, which messages of errors must not quote."""
    try:
        line = _encoder.encode(message).encode("utf-8") + b"\n"
    except (TypeError, ValueError, RecursionError):
        raise StageError("unwritable-answer", _flaw(message, text)) from None
    if len(line) > MAXIMUM_LINE:
        raise StageError("answer-too-large", f"what the stage made takes more than {MAXIMUM_LINE} bytes")
    return line


def _flaw(message: Dict[str, Json], text: str) -> str:
    """Why an answer cannot be written as JSON: which layer, which member of it, and what is wrong there."""
    try:
        found = _find_flaw(message, [], [])
    except RecursionError:
        found = None
    path, what = found or ([], "is nested too deeply")
    if path[:1] == ["record"]:
        path = path[1:]
    is_layer = path[:1] == ["layers"] or (path and path[0] in _MEMBER)
    if path[:1] == ["layers"]:
        path = path[1:]
    whole = "what the stage made" if not path else f"the layer '{path[0]}'" if is_layer else f"the {path[0]}"
    members = ""
    for key in path[1:]:
        # Some layers have words of the text for keys.
        members += f"[{key}]" if isinstance(key, int) else "." + (key if key and key not in text else "…")
    return f"{whole} cannot be written as JSON: " + (f"its member '{members.lstrip('.')}' {what}" if members else f"it {what}")


def _find_flaw(value: Any, path: List[Any], above: List[Any]) -> Optional[Tuple[List[Any], str]]:
    """The path to the first value that is no JSON, and what is wrong with it."""
    if value is None or isinstance(value, (bool, int)):
        return None
    if isinstance(value, float):
        return None if math.isfinite(value) else (path, "is NaN" if math.isnan(value) else "is infinite")
    if isinstance(value, str):
        is_broken = any("\ud800" <= letter <= "\udfff" for letter in value)
        return (path, "holds half of a surrogate pair") if is_broken else None
    if not isinstance(value, (dict, list, tuple)):
        try:
            plain = _plain(value)
        except TypeError:
            return path, f"is a value of type {type(value).__name__}"
        return _find_flaw(plain, path, above)
    if any(value is other for other in above):
        return path, "holds itself"
    if isinstance(value, dict):
        for key in value:
            if key is not None and not isinstance(key, (str, int, float)):
                return path, f"has a key of type {type(key).__name__}"
            if not isinstance(key, int) and key is not None and _find_flaw(key, [], []):
                return path, "has a key that is no text of JSON"
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        flaw = _find_flaw(item, [*path, str(key) if isinstance(value, dict) else key], [*above, value])
        if flaw:
            return flaw
    return None


_shown: Dict[Any, int] = {}
"""How often an exception came: its type, the places that it passed, and its message where that is shown."""


def _show(error: BaseException, is_private: bool = True) -> None:
    """Writes a traceback to standard error, once for each place. The exception's message may hold text of the document, so that it is left out
    unless it is one of this file or is asked for."""
    is_private = is_private and not isinstance(error, _OwnError) and not os.environ.get("TEXTMILL_VERBOSE")
    places = tuple((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
    kind = (type(error), places, "" if is_private else str(error))
    _shown[kind] = _shown.get(kind, 0) + 1
    if _shown[kind] > 1:
        return
    if is_private:
        lines = ["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__)]
        lines.append(f"{type(error).__name__} (its message may hold text of the document; TEXTMILL_VERBOSE=1 shows it)\n")
    else:
        lines = traceback.format_exception(type(error), error, error.__traceback__)
    sys.stderr.write("".join(lines))
    sys.stderr.flush()


def _show_repeats() -> None:
    """Says how often exceptions came again whose traceback was shown once."""
    for (error, places, _), count in _shown.items():
        if count > 1:
            path, line = next((place for place in reversed(places) if place[0] != __file__), places[-1])
            sys.stderr.write(f"{error.__name__} at {os.path.basename(path)}:{line} came {count} times; its traceback is shown once\n")
    sys.stderr.flush()


def _batches(source: int) -> Iterator[List[bytes]]:
    """The lines that each read completes. A last line without an end counts as one."""
    parts: List[bytes] = []
    while True:
        chunk = os.read(source, 1 << 20)
        if not chunk:
            break
        if b"\n" not in chunk:
            parts.append(chunk)
            continue
        parts.append(chunk)
        lines = b"".join(parts).split(b"\n")
        rest = lines.pop()
        parts = [rest] if rest else []
        yield lines
    if parts:
        yield [b"".join(parts)]


def _write(sink: int, data: bytes) -> None:
    written = os.write(sink, data)
    if written < len(data):
        rest = memoryview(data)
        while written < len(data):
            written += os.write(sink, rest[written:])


def _take_streams() -> Tuple[int, int]:
    """Keeps standard input and output for the protocol: whatever else reads finds nothing, and whatever else writes, C libraries and children
    included, writes to standard error."""
    source, sink = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # no standard error
        os.dup2(null, 1)
    os.close(null)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return source, sink


_streams: Optional[Tuple[int, int]] = None
if os.environ.pop("TEXTMILL_PLUGIN", None):
    # A host that sets this lets the streams be taken before the plugin imports libraries that print as they are imported.
    _streams = _take_streams()


@dataclasses.dataclass
class _Program:
    """A plugin: its stages, and what its manifest says."""

    name: str
    version: str
    summary: str
    stages: Sequence[Stage]
    install: Optional[str]
    running: Dict[str, Json]

    def describe(self) -> Dict[str, Json]:
        stages = [stage.describe() for stage in self.stages]
        return {"name": self.name, "version": self.version, "summary": self.summary, "stages": stages}

    def manifest(self, old: Mapping[str, Json]) -> Dict[str, Json]:
        """The manifest. What the program does not say about how it is run stays as it was."""
        kept = {key: old[key] for key in ("command", "setup", "instances", "window", "timeout") if key in old}
        given = {key: value for key, value in self.running.items() if value is not None}
        own = {"command": ["python3", os.path.basename(sys.argv[0])], **kept, **given}
        description = self.describe()
        stages = description.pop("stages")
        order = ("command", "setup", "instances", "window", "timeout")
        return {"textmill": PROTOCOL, **description, **{key: own[key] for key in order if key in own}, "stages": stages}

    def find(self, name: Optional[str]) -> Stage:
        for stage in self.stages:
            if stage.name == name or (name is None and len(self.stages) == 1):
                return stage
        raise SetupError(f"the plugin '{self.name}' has no stage '{name}'" if name else "the plugin has several stages: name one")

    def open(self, line: bytes, sink: int) -> Optional[_Context]:
        """Answers the opening line. None where nothing more is to come."""
        try:
            opening = json.loads(line.decode("utf-8"))
            version = opening["textmill"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise _ProtocolError("the first line is no opening of Textmill's plugin protocol") from None
        try:
            if version != PROTOCOL:
                raise SetupError(f"the plugin speaks version {PROTOCOL} of the protocol, not {version}")
            if opening.get("describe") is True:
                _write(sink, _encode({"textmill": PROTOCOL, "plugin": self.describe()}))
                return None
            stage, options = self.find(opening.get("stage") or ""), opening.get("options", {})
            if not isinstance(options, dict):
                raise SetupError("the options are no object")
            context = _Context(stage, str(opening.get("instance") or stage.name), options, self.install)
        except SetupError as error:
            answer: Dict[str, Json] = {"textmill": PROTOCOL, "errors": error.problems()}
            if version == PROTOCOL:
                # Options that do not fit may be those of an old manifest, which the host can then tell.
                answer["plugin"] = self.describe()
            _write(sink, _encode(answer))
            return None
        _write(sink, _encode({"textmill": PROTOCOL, "plugin": self.describe()}))
        return context

    def serve(self) -> None:
        """Speaks the protocol until standard input ends."""
        source, sink = _streams or _take_streams()
        batches = _batches(source)
        lines = next(batches, None)
        if lines is None:
            return
        context = self.open(lines[0], sink)
        if context is None:
            return
        gc.collect()
        gc.freeze()
        try:
            _exchange(context, lines[1:], batches, sink)
        finally:
            _show_repeats()


def _exchange(context: _Context, first: List[bytes], batches: Iterator[List[bytes]], sink: int) -> None:
    """Answers documents. Replies go out together when all input that is there is answered, or when a millisecond has passed."""
    function, arguments = context.stage.function, context.arguments
    decode = json.JSONDecoder().raw_decode
    clock = time.monotonic
    replies: List[bytes] = []
    lines: Optional[List[bytes]] = first
    while lines is not None:
        flushed = clock()
        for line in lines:
            try:
                text = line.decode("utf-8")
                if not text.startswith("{"):
                    text = text.lstrip()
                message, end = decode(text)
                identifier, record = message["id"], message["record"]
                if type(identifier) is not int or (end != len(text) and text[end:].strip()):
                    raise ValueError
                document = Document(record, context)
            except (ValueError, KeyError, TypeError, RecursionError):
                raise _ProtocolError("a line is no document of Textmill's plugin protocol") from None
            try:
                function(document, *arguments)
                if document._untouched():
                    replies.append(b'{"id":%d,"record":{}}\n' % identifier)
                else:
                    replies.append(_encode({"id": identifier, **document._answer()}, document.text))
            except StageError as error:
                replies.append(_failure(identifier, error.code, error.message))
            except (Exception, SystemExit) as error:  # a library that ends the program fails the document alone
                _show(error)
                is_own = isinstance(error, _OwnError)
                message = str(error) if is_own else f"the stage '{context.stage.name}' raised {type(error).__name__}"
                replies.append(_failure(identifier, "exception", message))
            if clock() - flushed >= 0.001:
                _write(sink, b"".join(replies))
                replies.clear()
                flushed = clock()
        if replies:
            _write(sink, b"".join(replies))
            replies.clear()
        lines = next(batches, None)


def _failure(identifier: int, code: str, message: str) -> bytes:
    return _encode({"id": identifier, "failure": {"code": code, "message": message}})


# The program ----------------------------------------------------------------------------------------------------------------------


def run(
    name: str, version: str, summary: str, *, stages: Optional[Sequence[Stage]] = None, install: Optional[str] = None,
    command: Optional[Sequence[str]] = None, instances: Optional[int] = None, window: Optional[int] = None,
    timeout: Optional[float] = None,
) -> NoReturn:  # fmt: skip
    """Runs the program: speaks the protocol on its standard streams, or does what its arguments say.

    `stages` are all that `@stage` made unless given. `install` is the command that installs what the stages import. `command` starts the
    program (default: `python3` and its file); `instances` are started at once; `window` documents are in flight with each; a document that
    takes more than `timeout` seconds fails. These go to the manifest, whose own values stay where they are not given.
    """
    running: Dict[str, Json] = {
        "command": None if command is None else list(command), "setup": install, "instances": instances, "window": window, "timeout": timeout,
    }  # fmt: skip
    program = _Program(name, version, summary, tuple(_stages if stages is None else stages), install, running)
    status = 0
    try:
        if len(sys.argv) > 1:
            status = _command(program, sys.argv[1:])
        elif _streams is None and sys.stdin is not None and sys.stdin.isatty():
            sys.stderr.write(f"{name} {version} is a plugin of Textmill, which starts it. --help says what it can do by hand.\n")
            status = 2
        else:
            program.serve()
    except _ProtocolError as error:
        sys.stderr.write(f"{error}\n")
        status = 2
    except BrokenPipeError:
        status = 0
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _command(program: _Program, words: Sequence[str]) -> int:
    import argparse

    parser = argparse.ArgumentParser(description=f"{program.summary}. A plugin of Textmill, which starts it without arguments.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--describe", action="store_true", help="print the manifest")
    what.add_argument("--manifest", action="store_true", help="write plugin.json beside the program")
    what.add_argument("--try", dest="text", metavar="TEXT", help="print what the stage makes of a text, or of standard input for '-'")
    what.add_argument("--version", action="version", version=f"{program.name} {program.version}")
    parser.add_argument("--stage", help="the stage to try, where there are several")
    parser.add_argument("--set", dest="options", metavar="OPTION=VALUE", action="append", default=[], help="an option for --try; the value is JSON")
    arguments = parser.parse_args(words)
    path = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "plugin.json")
    if arguments.text is not None:
        return _try(program, arguments.text, arguments.stage, arguments.options)
    try:
        with open(path, encoding="utf-8") as file:
            old = json.load(file)
    except FileNotFoundError:
        old = {}
    except ValueError as error:
        sys.stderr.write(f"{path} is not JSON: {error}\n")
        return 2
    text = json.dumps(program.manifest(old if isinstance(old, dict) else {}), ensure_ascii=False, indent=2) + "\n"
    if arguments.describe:
        sys.stdout.write(text)
    else:
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + ".new", path)
        sys.stderr.write(f"wrote {path}\n")
    return 0


def _try(program: _Program, text: str, stage: Optional[str], settings: Sequence[str]) -> int:
    options: Dict[str, Json] = {}
    for setting in settings:
        key, _, value = setting.partition("=")
        try:
            options[key] = json.loads(value)
        except ValueError:
            options[key] = value
    try:
        chosen = program.find(stage)
        context = _Context(chosen, chosen.name, options, program.install)
        document = Document({"id": "document", "text": sys.stdin.read() if text == "-" else text}, context)
        chosen.function(document, *context.arguments)
        print(json.dumps(json.loads(_encode(document._answer(), document.text)), ensure_ascii=False, indent=2))
    except SetupError as error:
        for problem in error.problems():
            where = "" if problem["option"] is None else f"'{problem['option']}': "
            sys.stderr.write(f"error: {where}{problem['message']}\n")
        return 2
    except StageError as error:
        sys.stderr.write(f"the document failed: {error.message} ({error.code})\n")
        return 1
    return 0
