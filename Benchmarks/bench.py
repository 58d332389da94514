#!/usr/bin/env python3
"""Measure textmill: throughput per core, scaling, memory, start-up; beside BlingFire and spaCy where they are installed.

Every figure is of whole processes, from the operating system's accounting, the median of several runs; a comparison runs both
sides in turn. A stage's own time comes from the run report. The texts are the articles of the development corpora.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile

import spacy_comparison
from measuring import Machine

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CORPORA = ["bbc-visible.tar.xz", "worldwide-train-raw.tar.xz"]


def articles(data):
    """The texts of the corpora, in the order of the archives."""
    texts = []
    for name in CORPORA:
        with tarfile.open(data / "corpora" / name) as archive:
            for member in archive:
                if member.isfile():
                    texts.append(archive.extractfile(member).read().decode())
    return texts


def write_folder(folder, texts, copies):
    for copy in range(copies):
        for index, text in enumerate(texts):
            path = folder / f"{copy:03}" / f"{index:05}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


class Bench:
    def __init__(self, machine):
        self.machine = machine

    def throughput(self, texts, work):
        """One core: bytes a second through normalize and segment, words a second through everything."""
        folder = work / "articles"
        write_folder(folder, texts, 3)
        words = sum(len(text.split()) for text in texts)
        # The model takes its time: one copy of the articles is enough.
        for label, pipeline, source in [
            ("normalize + segment", HERE / "segment.yaml", folder), ("news.yaml", ROOT / "Pipelines/news.yaml", folder / "000"),
        ]:
            results = [self.machine.pipeline(pipeline, source, work, "--workers", "1") for _ in range(self.machine.runs)]
            report = results[0].report
            stage_seconds = {
                stage["name"]: statistics.median(
                    next(s["seconds"] for s in result.report["stages"] if s["name"] == stage["name"]) for result in results)
                for stage in report["stages"]
            }
            cpu = statistics.median(result.cpu for result in results)
            if label == "news.yaml":
                self.machine.row("news.yaml, words per CPU second, whole process, one worker", f"{words / cpu:,.0f}", f"{len(texts):,} articles, reading and writing included")
                total = sum(stage_seconds.values())
                shares = ", ".join(f"{name} {seconds / total:.0%}" for name, seconds in stage_seconds.items())
                self.machine.row("news.yaml, share of the time by stage", shares)
            else:
                seconds = sum(seconds for name, seconds in stage_seconds.items() if name != "read")
                self.machine.row("normalize + segment, MB/s in the stages, one worker", f"{report['bytes'] / seconds / 1e6:.1f}", f"{report['bytes'] / 1e6:.1f} MB")
                self.machine.row("normalize + segment, MB per CPU second, whole process", f"{report['bytes'] / cpu / 1e6:.1f}", "reading included")

    def scaling(self, work):
        """Two workers beside one, in turn."""
        pairs = []
        for _ in range(self.machine.runs):
            one = self.machine.pipeline(ROOT / "Pipelines/news.yaml", work / "articles/000", work, "--workers", "1")
            two = self.machine.pipeline(ROOT / "Pipelines/news.yaml", work / "articles/000", work, "--workers", "2")
            pairs.append((two.cpu / one.cpu, one.wall / two.wall))
        self.machine.row("two workers beside one: CPU seconds", f"{statistics.median(pair[0] for pair in pairs):.2f} ×")
        self.machine.row("two workers beside one: speed", f"{statistics.median(pair[1] for pair in pairs):.2f} ×", "the machine has " f"{os.cpu_count()} processors")

    def memory(self, texts, work, large):
        """Peak memory over few and many documents."""
        for count in [large // 10, large]:
            lines = work / "lines.jsonl"
            self.machine.write_lines(lines, texts, count)
            result = self.machine.pipeline(ROOT / "Pipelines/news.yaml", lines, work, "--workers", "2")
            assert result.report["documents"] == count
            self.machine.row(f"news.yaml, peak memory over {count:,} documents", f"{result.memory:.0f} MB", f"{result.wall:.0f} s, two workers")
            lines.unlink()

    def article(self):
        """One of the sample articles."""
        return sorted((ROOT / "Pipelines/articles").glob("*.txt"))[0]

    def start(self):
        first = self.article()
        for label, command in [
            ("textmill --version", [self.machine.textmill, "--version"]),
            ("textmill try news.yaml, one article", [self.machine.textmill, "try", ROOT / "Pipelines/news.yaml", first]),
        ]:
            results = [self.machine.run(command) for _ in range(11)]
            self.machine.row(f"{label}: wall, whole process", f"{statistics.median(result.wall for result in results) * 1000:.0f} ms", f"peak memory {max(result.memory for result in results):.0f} MB")

    def peers(self, texts, work):
        """BlingFire and spaCy's blank English pipeline with its sentencizer, on the same texts in one process each."""
        source = work / "peers.jsonl"
        self.machine.write_lines(source, texts, len(texts) * 3)
        size = sum(len(text.encode()) for text in texts) * 3
        programs = {
            "BlingFire, sentences and tokens": "from blingfire import text_to_sentences_and_offsets as s, text_to_words as w\nfor t in texts: s(t); w(t)",
            "BlingFire, sentences": "from blingfire import text_to_sentences_and_offsets as s\nfor t in texts: s(t)",
            "spaCy blank English with sentencizer": "import spacy\nn = spacy.blank('en'); n.add_pipe('sentencizer')\nfor d in n.pipe(texts): list(d.sents)",
        }
        prelude = f"import json, time\ntexts = [json.loads(l)['text'] for l in open({str(source)!r})]\nc = time.process_time()\n"
        for label, program in programs.items():
            module = "blingfire" if "blingfire" in program else "spacy"
            if subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode != 0:
                self.machine.row(label, "not measured", f"pip install {module}")
                continue
            imports, body = program.split("\n", 1)
            code = f"{imports}\n{prelude}{body}\nprint(time.process_time() - c)"
            seconds = statistics.median(float(self.machine.run([sys.executable, "-c", code]).output) for _ in range(self.machine.runs))
            report = self.machine.pipeline(HERE / "segment.yaml", work / "articles", work, "--workers", "1").report
            ours = sum(stage["seconds"] for stage in report["stages"] if stage["name"] != "read")
            self.machine.row(f"{label}, MB/s, one core", f"{size / seconds / 1e6:.2f}", f"normalize + segment is {seconds / ours:.1f} × as fast")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textmill", required=True, type=pathlib.Path)
    parser.add_argument("--data", required=True, type=pathlib.Path, help="the development data; its folder corpora is read")
    parser.add_argument("--runs", type=int, default=3, help="runs per figure (default 3)")
    parser.add_argument("--documents", type=int, default=20_000, help="documents of the memory test (default 20,000)")
    arguments = parser.parse_args()
    if not (arguments.data / "corpora").is_dir():
        sys.exit(f"{arguments.data}/corpora is not there: set TEXTMILL_DATA to the development data")
    texts = articles(arguments.data)
    work = pathlib.Path(tempfile.mkdtemp(prefix="textmill-bench-"))
    try:
        print("| what | figure | |\n|---|---|---|")
        machine = Machine(arguments.textmill, arguments.runs)
        bench = Bench(machine)
        bench.start()
        bench.throughput(texts, work)
        bench.scaling(work)
        bench.peers(texts, work)
        if spacy_comparison.available():
            spacy_comparison.speed(machine, texts, work)
            spacy_comparison.start(machine, bench.article())
            spacy_comparison.accuracy(machine, arguments.data, work)
        else:
            machine.row("spaCy's small English pipeline", "not measured", "pip install -r Benchmarks/requirements.txt")
        bench.memory(texts, work, arguments.documents)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
