"""Checkpoints that survive a kill at any moment: written beside, then renamed."""

import json
import os
from pathlib import Path
from typing import Any

import torch

from .inventory import Inventory
from .model import EncoderSize, HeadSizes, NewsModel


def save_state(path: Path, state: dict[str, Any]) -> None:
    """Writes `state` so that `path` always holds a whole checkpoint."""
    temporary = path.with_suffix(".writing")
    torch.save(state, temporary)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)


def load_state(path: Path) -> dict[str, Any] | None:
    """The last checkpoint, None where there is none."""
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def save_model(folder: Path, model: NewsModel, inventory: Inventory, encoder: str, facts: dict[str, Any]) -> None:
    """A finished model: weights.pt and model.json. `encoder` names the published encoder whose vocabulary it uses."""
    folder.mkdir(parents=True, exist_ok=True)
    save_state(folder / "weights.pt", {name: value.clone() for name, value in model.state_dict().items()})
    description = {
        "size": model.encoder.size.to_json(),
        "heads": model.sizes.to_json(),
        "inventory": inventory.to_json(),
        "encoder": encoder,
        "facts": facts,
    }
    (folder / "model.json").write_text(json.dumps(description, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load_model(folder: Path) -> tuple[NewsModel, Inventory, str]:
    """A model written by `save_model`."""
    description = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    model = NewsModel(EncoderSize.from_json(description["size"]), HeadSizes(**description["heads"]))
    model.load_state_dict(torch.load(folder / "weights.pt", map_location="cpu", weights_only=True))
    return model, Inventory.from_json(description["inventory"]), description["encoder"]
