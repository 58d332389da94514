"""The training loop: AdamW, warm-up and linear decay, averaged weights, checkpoints, the same course after any restart."""

import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from .checkpoint import load_state, save_state
from .model import NewsModel


@dataclass(frozen=True)
class Schedule:
    """Rates are peaks. `budget`: positions in a batch. `average`: share of the averaged weights kept at each step."""

    epochs: int
    budget: int = 1536
    encoder_rate: float = 1e-4
    table_rate: float = 1e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warm_up: float = 0.06
    clip: float = 1.0
    average: float = 0.998
    seed: int = 1
    save_seconds: float = 240.0


@dataclass(frozen=True)
class Course:
    """One epoch's steps: how many, and the loss of each. `loss(step)` gives (loss, means by task)."""

    steps: int
    loss: Callable[[int], tuple[Tensor, dict[str, float]]]


@dataclass
class Trainer:
    """Trains `model` in place. `course(epoch)` must be a function of the epoch alone; `evaluate(epoch)` runs on the averaged weights.

    `extra` holds modules that train along and are thrown away (projections for distillation).
    """

    model: NewsModel
    folder: Path
    schedule: Schedule
    course: Callable[[int], Course]
    evaluate: Callable[[int], dict[str, object]]
    extra: nn.Module = field(default_factory=nn.Module)

    def run(self) -> None:
        """Trains to the end, from the last checkpoint if there is one. Leaves the averaged weights in the model."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "state.pt"
        schedule = self.schedule
        names = [name for name, value in self.model.named_parameters() if value.requires_grad]
        parameters = dict(self.model.named_parameters())
        trained = [parameters[name] for name in names]
        optimizer = self._optimizer()
        average = [value.detach().clone() for value in trained]
        epoch = first = steps_done = 0
        state = load_state(path)
        if state is not None:
            self.model.load_state_dict(state["model"])
            self.extra.load_state_dict(state["extra"])
            optimizer.load_state_dict(state["optimizer"])
            for mine, saved in zip(average, state["average"], strict=True):
                mine.copy_(saved)
            epoch, first, steps_done = state["epoch"], state["step"], state["steps"]
            self._log({"resumed": {"epoch": epoch, "step": first}})
        saved_at = time.monotonic()

        def save(epoch: int, step: int) -> None:
            places = {"epoch": epoch, "step": step, "steps": steps_done}
            modules = {"model": self.model.state_dict(), "extra": self.extra.state_dict()}
            save_state(path, {**places, **modules, "optimizer": optimizer.state_dict(), "average": average})

        while epoch < schedule.epochs:
            course = self.course(epoch)
            self.model.train()
            sums: dict[str, float] = defaultdict(float)
            counts: dict[str, int] = defaultdict(int)
            began = time.monotonic()
            for step in range(first, course.steps):
                torch.manual_seed(schedule.seed * 1_000_003 + steps_done)
                self._set_rates(optimizer, (epoch + step / course.steps) / schedule.epochs)
                loss, means = course.loss(step)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(trained, schedule.clip)
                optimizer.step()
                steps_done += 1
                keep = min(schedule.average, 1 - 1 / (1 + steps_done / 4))
                with torch.no_grad():
                    torch._foreach_lerp_(average, [value.detach() for value in trained], 1 - keep)
                for name, mean_loss in means.items():
                    sums[name] += mean_loss
                    counts[name] += 1
                if (step + 1) % 100 == 0 or step + 1 in (first + 5, course.steps):
                    seconds = (time.monotonic() - began) / (step + 1 - first)
                    losses = {name: round(sums[name] / counts[name], 4) for name in sums}
                    self._log(
                        {"epoch": epoch, "step": step + 1, "of": course.steps, "seconds": round(seconds, 3), **losses}
                    )
                    sums.clear()
                    counts.clear()
                if time.monotonic() - saved_at > schedule.save_seconds:
                    save(epoch, step + 1)
                    saved_at = time.monotonic()
            epoch, first = epoch + 1, 0
            save(epoch, 0)
            saved_at = time.monotonic()
            self._evaluate(epoch, average, trained)
        with torch.no_grad():
            for value, mean in zip(trained, average, strict=True):
                value.copy_(mean)

    def _evaluate(self, epoch: int, average: list[Tensor], trained: list[nn.Parameter]) -> None:
        """Scores the averaged weights; the model keeps its own."""
        kept = [value.detach().clone() for value in trained]
        with torch.no_grad():
            for value, mean in zip(trained, average, strict=True):
                value.copy_(mean)
        self._log({"epoch": epoch, "scores": self.evaluate(epoch)})
        with torch.no_grad():
            for value, before in zip(trained, kept, strict=True):
                value.copy_(before)

    def _optimizer(self) -> torch.optim.AdamW:
        """Four groups: the table, the encoder's matrices (with decay), its vectors, and the heads with the letter shapes."""
        table, matrices, vectors, heads = [], [], [], list(self.extra.parameters())
        for name, value in self.model.named_parameters():
            if not value.requires_grad:
                continue
            if name.startswith(("encoder.pieces.", "encoder.positions.")):
                table.append(value)
            elif not name.startswith("encoder.") or name.startswith("encoder.shapes."):
                heads.append(value)
            elif value.dim() > 1:
                matrices.append(value)
            else:
                vectors.append(value)
        schedule = self.schedule
        groups = [
            {"params": table, "peak": schedule.table_rate, "weight_decay": 0.0},
            {"params": matrices, "peak": schedule.encoder_rate, "weight_decay": schedule.decay},
            {"params": vectors, "peak": schedule.encoder_rate, "weight_decay": 0.0},
            {"params": heads, "peak": schedule.head_rate, "weight_decay": 0.0},
        ]
        return torch.optim.AdamW([group for group in groups if group["params"]], lr=0.0, betas=(0.9, 0.98), fused=True)

    def _set_rates(self, optimizer: torch.optim.AdamW, progress: float) -> None:
        warm = self.schedule.warm_up
        factor = progress / warm + 1e-3 if progress < warm else max(0.02, (1 - progress) / (1 - warm))
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * factor

    def _log(self, entry: dict[str, object]) -> None:
        line = json.dumps({"time": time.strftime("%H:%M:%S"), **entry})
        print(line, flush=True)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
