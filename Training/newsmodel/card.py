"""Writes MODEL_CARD.md from a model's description and scores."""

from pathlib import Path
from typing import Any

DATA = [
    ("worldwide-train", "entities", "English newswire from outside the West", "none stated; publishers' text"),
    ("wikigold", "entities", "Wikipedia", "CC BY 4.0"),
    ("CrossNER politics, train and dev", "entities", "Wikipedia", "MIT; text CC BY-SA"),
    ("Re-DocRED dev", "entities", "Wikipedia", "MIT; text CC BY-SA"),
    ("GUM train without its non-commercial genres", "tags, lemmas, trees", "twelve genres", "CC BY 4.0; texts CC BY, CC BY-SA, some none stated"),
    ("MASC written", "tags (partial, from Penn tags)", "mixed", "open for any use"),
    ("raw text: worldwide-train, BBC 2004-05, PolNeAR, Inshorts, KnowledgeNet, GAP, WikiEvents, CoNLL04, PLOVER sentences",
     "the teacher's labels only", "news, Wikipedia", "mostly none stated; publishers' text"),
    ("LemmInflect 0.2.3", "lemmas of nouns and verbs; base forms", "lexicon", "MIT"),
]  # fmt: skip


def write_card(folder: Path, name: str, version: str, description: dict[str, Any], scores: dict[str, Any]) -> None:
    """MODEL_CARD.md in `folder`."""
    size = description["size"]
    facts = description["facts"]
    kinds = ", ".join(sorted({layer.partition(":")[0] for layer in size["layers"]}))
    lines = [
        f"# {name} {version}",
        "",
        "English news: named entities, parts of speech, lemmas, dependency trees from one pass. Written by `Training/`; do not edit.",
        "",
        f"{len(size['layers'])} layers ({kinds}) of {size['hidden']} with {size['feedforward']:,} neurons ({size['activation']}) over words, each the pooled word pieces (table {size['table']} wide) with a letter shape; static int8, weights in 7 bits.",
        "",
        "## Training",
        "",
        f"Start: {facts.get('start', 'none')}, from all-MiniLM-L6-v2 (Apache-2.0). Teacher: {facts.get('teacher', 'none: trained on the annotation alone')}"
        + (" (all-mpnet-base-v2, Apache-2.0)" if "mpnet" in str(facts.get("teacher", "")) else "")
        + f". {facts.get('epochs')} epochs"
        + (f" over {facts['words']:,} words in {facts['sentences']:,} sentences." if "words" in facts else "."),
        "",
        "| data | for | text | licence |",
        "|---|---|---|---|",
        *(f"| {data} | {task} | {text} | {licence} |" for data, task, text, licence in DATA),
        "",
        "Not trained on: worldwide-dev, uner-pud-wiki, re3d, the UD dev sets, PUD, CrossNER's test part. GUM's genres under CC BY-NC-SA are left out,",
        "because weights learned from non-commercial text could not be used freely; `--non-commercial` of the teacher adds them for research.",
        "Texts without a stated licence were read by the training and are not part of the model's files.",
        "",
        "## Entities (F1, exact spans, gold tokens)",
        "",
        "| set | all | " + " | ".join(_classes(scores)) + " |",
        "|---|---|" + "---|" * len(_classes(scores)),
    ]
    for key, table in scores["entities"].items():
        lines.append(
            f"| {key} | {table['all']} | " + " | ".join(str(table.get(label, "")) for label in _classes(scores)) + " |"
        )
    lines += [
        "",
        "`agreed`: names agree within documents, as in the `entities` stage (newsmodel/consistency.py). `coarse`: PERSON, LOC (with FAC) and ORG only. Choices were made on worldwide-dev; the other sets were only looked at.",
        "",
        "## Syntax (percent, gold tokens, punctuation counted, relations without subtypes)",
        "",
        "| set | UPOS | lemma | UAS | LAS |",
        "|---|---|---|---|---|",
        *(f"| {key} | {row['upos']} | {row['lemma']} | {row['uas']} | {row['las']} |" for key, row in scores["syntax"].items()),
        "",
        "## Confidence",
        "",
        f"Entity confidences use temperature {scores['calibration']['temperature']} (fitted on half of worldwide-dev). Expected calibration error on the other half:"
        f" {scores['calibration']['error']} ({scores['calibration']['error at 1']} without).",
        "",
        "## int8 and speed",
        "",
        f"worldwide-dev F1 in float {scores['gate']['float F1']}, in int8 {scores['gate']['int8 F1']}. A sentence's outputs alone and in random company differ by {scores['gate']['alone against batch']:g}.",
        f"Graphs alone on one core of the training machine: {scores['speed']['entities']:,} words per CPU second with entities, {scores['speed']['all']:,} with everything.",
        "On processors without VNNI the same integers come out: 7-bit weights keep every partial sum within 16 bits. `make other-processor` compares with one (AVX2 alone, as valgrind shows it).",
        "",
        "## Known weaknesses",
        "",
        "FAC, PRODUCT and MISC are rare and unevenly marked in the training sets and stay weak. The vocabulary is lower-cased: capitals come in only as eight letter shapes.",
        "Lemmas are edit rules seen in training, held to the base forms in base-forms.txt (LemmInflect and GUM; base-forms.LICENSE.txt); an irregular form that was not seen comes out regular. Other languages, code, tables and verse were not looked at;",
        "nor was fairness across names of different origin beyond what the development sets show.",
        "",
    ]  # fmt: skip
    (folder / "MODEL_CARD.md").write_text("\n".join(lines), encoding="utf-8")


def _classes(scores: dict[str, Any]) -> list[str]:
    return [name for name in scores["entities"]["worldwide-dev"] if name != "all"]
