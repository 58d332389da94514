"""`python -m newsmodel STEP …`: the steps from the data folder to a model folder."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch

from .distil import train_student
from .ship import ship
from .students import STUDENTS
from .teacher import TEACHERS, train_teacher
from .workspace import REPOSITORY, Workspace


def main() -> None:
    parser = argparse.ArgumentParser(prog="newsmodel", description=__doc__)
    parser.add_argument("--threads", type=int, default=2, help="threads of PyTorch (default: 2)")
    steps = parser.add_subparsers(dest="step", required=True)
    teacher = steps.add_parser("teacher", help="fine-tune a published encoder on the annotated sets")
    teacher.add_argument("name", choices=sorted(TEACHERS))
    teacher.add_argument(
        "--non-commercial", action="store_true", help="also learn from texts under CC BY-NC-SA; not for shipped models"
    )
    student = steps.add_parser("student", help="distil a teacher into a smaller model")
    student.add_argument("name", choices=sorted(STUDENTS))
    export = steps.add_parser("export", help="write a trained model as a model folder")
    export.add_argument("trained", help="a model in the work folder, as student-base")
    export.add_argument("name", help="the model's name, as news-en")
    export.add_argument("--version", default="1.0")
    export.add_argument("--to", type=Path, help="where the folder goes (default: Models/NAME)")
    export.add_argument("--weight-bits", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    workspace = Workspace.from_environment()
    if arguments.step == "teacher":
        recipe = TEACHERS[arguments.name]
        if arguments.non_commercial:
            recipe = replace(recipe, name=recipe.name + "-nc", non_commercial=True)
        train_teacher(workspace, recipe)
    elif arguments.step == "student":
        train_student(workspace, STUDENTS[arguments.name])
    elif arguments.step == "export":
        target = arguments.to or REPOSITORY / "Models" / arguments.name
        scores = ship(workspace, arguments.trained, arguments.name, target, arguments.version, arguments.weight_bits)
        print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
