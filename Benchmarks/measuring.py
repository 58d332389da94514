"""Runs commands and says what they cost, from the operating system's accounting of whole processes."""

import json
import os
import pathlib
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds, peak memory in MB, standard output."""

    cpu: float
    wall: float
    memory: float
    output: bytes


@dataclass(frozen=True)
class PipelineRun(Cost):
    """What a run of a pipeline cost, and its report."""

    report: dict


class Machine:
    """Runs commands and pipelines, and prints the rows of the table."""

    def __init__(self, textmill, runs):
        self.textmill = textmill
        self.runs = runs
        self.outputs = 0

    def row(self, what, figure, note=""):
        print(f"| {what} | {figure} | {note} |", flush=True)

    def run(self, command, environment=None):
        """Runs a command to its end; leaves the program where it fails."""
        read, write = os.pipe()
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=write, stderr=subprocess.PIPE, env=environment)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            output = pipe.read()
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{error.decode(errors='replace')}")
        return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, output)

    def pipeline(self, pipeline, source, work, *options):
        """Runs a pipeline.

        Every run has an output folder of its own, and none is removed before the end: creating files is several times slower for
        seconds after as many were removed, since ext4 does not use their inodes again at once.
        """
        self.outputs += 1
        out = work / f"out-{self.outputs}"
        cost = self.run([self.textmill, "run", pipeline, source, "-o", out, "--quiet", *options])
        return PipelineRun(**vars(cost), report=json.loads((pathlib.Path(out) / "run-report.json").read_text()))

    def write_lines(self, path, texts, count):
        """Writes `count` of the texts, from the first again after the last, as JSON Lines; returns the path."""
        with open(path, "w") as file:
            for index in range(count):
                file.write(json.dumps({"id": f"d{index}", "text": texts[index % len(texts)]}) + "\n")
        return path
