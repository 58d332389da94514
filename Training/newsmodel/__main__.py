"""`python -m newsmodel STEP …`: the steps from the data folder to a model folder."""

import argparse

import torch

from .distil import train_student
from .students import STUDENTS
from .teacher import TEACHERS, train_teacher
from .workspace import Workspace


def main() -> None:
    parser = argparse.ArgumentParser(prog="newsmodel", description=__doc__)
    parser.add_argument("--threads", type=int, default=2, help="threads of PyTorch (default: 2)")
    steps = parser.add_subparsers(dest="step", required=True)
    teacher = steps.add_parser("teacher", help="fine-tune a published encoder on the annotated sets")
    teacher.add_argument("name", choices=sorted(TEACHERS))
    student = steps.add_parser("student", help="distil a teacher into a smaller model")
    student.add_argument("name", choices=sorted(STUDENTS))
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    workspace = Workspace.from_environment()
    if arguments.step == "teacher":
        train_teacher(workspace, TEACHERS[arguments.name])
    elif arguments.step == "student":
        train_student(workspace, STUDENTS[arguments.name])


if __name__ == "__main__":
    main()
