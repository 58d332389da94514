"""Where things are: the data, the folder for work, the repository."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Workspace:
    """Folders of one training: `data` is only read, `work` holds weights, checkpoints, labels and logs."""

    data: Path
    work: Path

    @staticmethod
    def from_environment() -> "Workspace":
        """TEXTMILL_DATA (default: ../shared/data beside the repository) and TEXTMILL_TRAINING (default: ~/.cache/textmill/training)."""
        data = Path(os.environ.get("TEXTMILL_DATA") or REPOSITORY.parent / "shared" / "data")
        work = Path(os.environ.get("TEXTMILL_TRAINING") or Path.home() / ".cache" / "textmill" / "training")
        return Workspace(data, work)

    def folder(self, name: str) -> Path:
        """A folder inside `work`, made if it is not there."""
        path = self.work / name
        path.mkdir(parents=True, exist_ok=True)
        return path
