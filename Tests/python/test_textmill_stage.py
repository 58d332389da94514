"""Tests of textmill_stage.py, of LanguageId, and of what the protocol's page and the guide show. Run: python3 -m unittest discover Tests/python"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HELPER = os.path.join(ROOT, "Sources", "PluginHost", "Data", "textmill_stage.py")
LANGUAGE_ID = os.path.join(ROOT, "Plugins", "LanguageId")
sys.path.insert(0, os.path.dirname(HELPER))
sys.dont_write_bytecode = True

import textmill_stage  # noqa: E402
from textmill_stage import Example, Kind, LayerError, Option, Stage, StageError  # noqa: E402

try:
    import jsonschema
    import referencing
except ImportError:
    jsonschema = None

HEAD = """
import os, sys, time
from textmill_stage import *
"""
TAIL = """
if __name__ == "__main__":
    run("test-plugin", "1.2.3", "Tests", install="pip install nothing")
"""
ECHO = """
@stage(summary="Says how long the text is", writes=["length"], options=[Option("factor", Kind.integer(1, 9), "A factor", default=1)])
def echo(document, options):
    document.layers["length"] = len(document.text) * options.factor
"""


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def code_blocks(text, language):
    return re.findall(r"^```%s\n(.*?)^```$" % language, text, re.MULTILINE | re.DOTALL)


def record(text="A text.", **members):
    return {"schema": "textmill/1", "id": "a.txt", "title": None, "metadata": {}, "text": text, "offsets": "codepoint", **members}


def validator():
    """Checks a message against the published schema and gives what is wrong. Without the library it looks at the names of members alone."""
    if jsonschema is None:
        shapes = json.loads(read("Docs", "plugin-protocol.schema.json"))["$defs"]
        lines = [shapes[name] for name in ("opening", "describe", "description", "errors", "document", "answer", "failure", "manifest")]
        return lambda message: [] if any(set(shape["required"]) <= set(message) <= set(shape["properties"]) for shape in lines) else ["no message"]
    documents = {name: json.loads(read("Docs", name)) for name in ("record.schema.json", "plugin-protocol.schema.json")}
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(contents)) for name, contents in documents.items()
    )
    schema = {"$ref": "plugin-protocol.schema.json", "$schema": "https://json-schema.org/draft/2020-12/schema"}
    checker = jsonschema.Draft202012Validator(schema, registry=registry)
    return lambda message: [error.message for error in checker.iter_errors(message)]


def with_defaults(manifest):
    """A manifest without regard to members that may be absent: the program and Textmill itself write them differently."""
    stages = [{"discussion": "", "examples": [], "columns": {}, **stage} for stage in manifest["stages"]]
    for stage in stages:
        stage["options"] = [{"required": False, **option} for option in stage.get("options", [])]
    return {"instances": 1, "window": 16, "timeout": 30, **manifest, "stages": stages}


class PluginCase(unittest.TestCase):
    """A folder with the helper, and plugins run in it."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(HELPER, self.folder)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def run_program(self, *words, stdin=b"", folder=None, environment=None):
        return subprocess.run(
            [sys.executable, "-B", *words], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder or self.folder, timeout=60,
            env={**{key: value for key, value in os.environ.items() if key != "TEXTMILL_VERBOSE"}, **(environment or {})},
        )  # fmt: skip

    def exchange(self, code, records, options=None, stage=None, opening=None, environment=None):
        """Runs a plugin over records; gives the answer to the opening, the other answers by id, the result."""
        self.write("plugin.py", HEAD + code + TAIL)
        if opening is None:
            stage = stage or re.search(r"^def (\w+)", code, re.MULTILINE).group(1)
            opening = {"textmill": 1, "stage": stage, "instance": "mine", "options": options or {}}
        messages = [opening] + [{"id": number, "record": record} for number, record in enumerate(records, 1)]
        data = "".join(json.dumps(message, ensure_ascii=False) + "\n" for message in messages).encode()
        result = self.run_program("plugin.py", stdin=data, environment=environment)
        lines = result.stdout.split(b"\n")
        self.assertEqual(lines.pop(), b"", "each line ends")
        answers = [json.loads(line.decode("utf-8")) for line in lines]
        check = validator()
        for answer in answers:
            self.assertEqual(check(answer), [], answer)
        return (answers[0] if answers else None), {answer["id"]: answer for answer in answers[1:]}, result


class ExchangeTests(PluginCase):
    def test_describes_itself_and_answers_each_document(self):
        greeting, answers, result = self.exchange(ECHO, [record("four"), record("")], {"factor": 2})
        self.assertEqual(greeting["plugin"]["name"], "test-plugin")
        self.assertEqual(greeting["plugin"]["version"], "1.2.3")
        self.assertEqual([stage["name"] for stage in greeting["plugin"]["stages"]], ["echo"])
        self.assertEqual(answers[1], {"id": 1, "record": {"layers": {"length": 8}}})
        self.assertEqual(answers[2], {"id": 2, "record": {"layers": {"length": 0}}})
        self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_a_document_that_is_not_changed_has_an_empty_record(self):
        _, answers, _ = self.exchange("@stage(summary='Nothing')\ndef nothing(document, options): pass\n", [record()])
        self.assertEqual(answers[1], {"id": 1, "record": {}})

    def test_describes_itself_without_a_stage(self):
        code = "@stage(summary='A')\ndef one(document, options): pass\n@stage(summary='B')\ndef two(document, options): pass\n"
        greeting, answers, result = self.exchange(code, [], opening={"textmill": 1, "describe": True})
        self.assertEqual([stage["name"] for stage in greeting["plugin"]["stages"]], ["one", "two"])
        self.assertEqual((answers, result.returncode), ({}, 0))

    def test_the_stage_of_several_is_chosen_by_name(self):
        code = "@stage(summary='A')\ndef one(document, options): pass\n@stage(summary='B')\ndef two(document, options): document.title = 'two'\n"
        _, answers, _ = self.exchange(code, [record()], stage="two")
        self.assertEqual(answers[1]["record"], {"title": "two"})

    def test_an_unknown_stage_is_an_error(self):
        greeting, _, result = self.exchange(ECHO, [], stage="ecco")
        self.assertEqual(greeting["errors"], [{"option": None, "message": "the plugin 'test-plugin' has no stage 'ecco'"}])
        self.assertEqual([stage["name"] for stage in greeting["plugin"]["stages"]], ["echo"])
        self.assertEqual(result.returncode, 0)

    def test_another_version_of_the_protocol_is_an_error(self):
        greeting, _, _ = self.exchange(ECHO, [], opening={"textmill": 2, "stage": "echo", "instance": "e", "options": {}})
        self.assertIn("version 1", greeting["errors"][0]["message"])
        self.assertNotIn("plugin", greeting)

    def test_a_bad_first_line_ends_the_program_without_an_answer(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        for line in (b"hello\n", b"[]\n", b"{}\n", b"\n", b"\xff\n", b"3\n", b"[" * 100_000 + b"\n"):
            result = self.run_program("plugin.py", stdin=line)
            self.assertEqual((result.returncode, result.stdout), (2, b""), line[:20])
            self.assertEqual(result.stderr, b"the first line is no opening of Textmill's plugin protocol\n")

    def test_a_bad_document_line_ends_the_program_after_the_answers_before_it(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        opening = b'{"textmill":1,"stage":"echo","instance":"e","options":{}}\n'
        for line in (b"hello\n", b"{}\n", b'{"id":"1","record":{"text":""}}\n', b'{"id":true,"record":{"text":""}}\n', b'{"id":1,"record":{}}\n',
                     b'{"id":1,"record":{"text":""}} {}\n', b"\n"):  # fmt: skip
            result = self.run_program("plugin.py", stdin=opening + line)
            self.assertEqual(result.returncode, 2, line)
            self.assertEqual(result.stderr, b"a line is no document of Textmill's plugin protocol\n")

    def test_no_input_at_all_is_a_clean_end(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        result = self.run_program("plugin.py")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))

    def test_a_last_line_without_an_end_is_answered(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        data = b'{"textmill":1,"stage":"echo","instance":"e","options":{}}\n{"id":7,"record":{"text":"abc"}}'
        self.assertIn(b'{"id":7,"record":{"layers":{"length":3}}}\n', self.run_program("plugin.py", stdin=data).stdout)

    def test_ids_come_back_whatever_their_order(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        opening = b'{"textmill":1,"stage":"echo","instance":"e","options":{}}\n'
        identifiers = [5, 3, 9007199254740993, 0, 17]
        data = opening + b"".join(b'{"record":{"text":"%s"},"id":%d}\n' % (b"x" * n, identifier) for n, identifier in enumerate(identifiers))
        lines = self.run_program("plugin.py", stdin=data).stdout.split(b"\n")[1:-1]
        self.assertEqual({json.loads(line)["id"]: json.loads(line)["record"]["layers"]["length"] for line in lines},
                         {identifier: n for n, identifier in enumerate(identifiers)})  # fmt: skip

    def test_long_lines_and_many_documents_pass(self):
        texts = ["x" * 5_000_000, "", "é" * 1_000_000] + ["y" * n for n in range(3000)]
        _, answers, _ = self.exchange(ECHO, [record(text) for text in texts])
        self.assertEqual([answers[n]["record"]["layers"]["length"] for n in range(1, len(texts) + 1)], [len(text) for text in texts])

    def test_answers_come_while_later_documents_are_worked_on(self):
        code = "@stage(summary='Waits')\ndef waits(document, options): time.sleep(float(document.text))\n"
        self.write("plugin.py", HEAD + code + TAIL)
        with self.start("plugin.py") as process:
            lines = [{"textmill": 1, "stage": "waits", "instance": "w", "options": {}}, {"id": 1, "record": {"text": "0.01"}},
                     {"id": 2, "record": {"text": "30"}}]  # fmt: skip
            process.stdin.write("".join(json.dumps(line) + "\n" for line in lines).encode())
            process.stdin.flush()
            self.assertIn(b"plugin", process.stdout.readline())
            self.assertEqual(json.loads(process.stdout.readline())["id"], 1)
            process.kill()

    def start(self, *words):
        # A shell that starts the tests in the background has SIGINT ignored, which children inherit.
        process = subprocess.Popen(
            [sys.executable, "-B", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        timer = threading.Timer(20, process.kill)
        timer.start()
        self.addCleanup(timer.cancel)
        return process

    def test_each_document_is_answered_as_soon_as_it_is_sent(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        with self.start("plugin.py") as process:
            process.stdin.write(b'{"textmill":1,"stage":"echo","instance":"e","options":{}}\n')
            process.stdin.flush()
            process.stdout.readline()
            for number in range(5):
                process.stdin.write(b'{"id":%d,"record":{"text":""}}\n' % number)
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["id"], number)
            process.stdin.close()
            self.assertEqual(process.wait(), 0)
            self.assertEqual(process.stderr.read(), b"")

    def test_a_host_that_stops_reading_is_no_trouble(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        with self.start("plugin.py") as process:
            process.stdin.write(b'{"textmill":1,"stage":"echo","instance":"e","options":{}}\n')
            process.stdin.flush()
            process.stdout.readline()
            process.stdout.close()
            process.stdin.write(b'{"id":1,"record":{"text":""}}\n')
            process.stdin.close()
            self.assertEqual(process.wait(), 0)
            self.assertEqual(process.stderr.read(), b"")

    def test_an_interrupt_ends_it_without_a_traceback(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        with self.start("plugin.py") as process:
            process.stdin.write(b'{"textmill":1,"stage":"echo","instance":"e","options":{}}\n')
            process.stdin.flush()
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(), 130)
            self.assertEqual(process.stderr.read(), b"")

    def test_a_child_that_outlives_the_plugin_does_not_hold_its_output(self):
        code = """
@stage(summary="Leaves a child")
def leaves(document, options):
    import subprocess
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"], stderr=subprocess.DEVNULL)
"""
        self.write("plugin.py", HEAD + code + TAIL)
        with self.start("plugin.py") as process:
            process.stdin.write(b'{"textmill":1,"stage":"leaves","instance":"e","options":{}}\n{"id":1,"record":{"text":""}}\n')
            process.stdin.close()
            self.assertIn(b'{"id":1,', process.stdout.read())
            self.assertEqual(process.wait(), 0)


class OutputTests(PluginCase):
    PRINTS = """
print("at import")
@stage(summary="Prints")
def prints(document, options):
    print("printed ünder")
    os.write(1, b"by descriptor\\n")
    os.system("echo by a child")
    sys.__stdout__.write("by the original stream\\n")
    sys.stdin.read()
@prints.setup
def load(options):
    print("in the set-up")
"""

    def test_accidental_output_goes_to_standard_error(self):
        self.check_output(self.PRINTS, {"PYTHONUNBUFFERED": ""})

    def test_output_at_import_goes_there_where_the_host_says_that_it_is_one(self):
        self.check_output(self.PRINTS + "os.system('echo before run')\n", {"PYTHONUNBUFFERED": "1", "TEXTMILL_PLUGIN": "1"}, "before run")

    def check_output(self, code, environment, *more):
        greeting, answers, result = self.exchange(code, [record(), record()], environment=environment)
        self.assertIn("plugin", greeting)
        self.assertEqual(answers, {1: {"id": 1, "record": {}}, 2: {"id": 2, "record": {}}})
        for text in ("at import", "in the set-up", "printed ünder", "by descriptor", "by a child", "by the original stream", *more):
            self.assertIn(text, result.stderr.decode("utf-8"))

    def test_it_speaks_utf_8_whatever_the_locale(self):
        code = "@stage(summary='Größe')\ndef title(document, options):\n  document.title = document.text\n  print(document.text)\n"
        greeting, answers, result = self.exchange(code, [record("Ж 😀")], environment={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
        self.assertEqual(greeting["plugin"]["stages"][0]["summary"], "Größe")
        self.assertEqual(answers[1]["record"]["title"], "Ж 😀")
        self.assertEqual(result.stderr.decode("utf-8"), "Ж 😀\n")


class FailureTests(PluginCase):
    def test_a_stage_error_fails_its_document_alone(self):
        code = """
@stage(summary="Fails")
def fails(document, options):
    if document.text == "bad": raise StageError("no-good", "the document is no good")
"""
        _, answers, result = self.exchange(code, [record("bad"), record("fine")])
        self.assertEqual(answers[1], {"id": 1, "failure": {"code": "no-good", "message": "the document is no good"}})
        self.assertEqual(answers[2], {"id": 2, "record": {}})
        self.assertEqual(result.stderr, b"")

    RAISES = """
@stage(summary="Raises")
def raises(document, options):
    {}[document.text]
"""

    def test_an_exception_is_a_failure_and_a_traceback_without_text_of_the_document(self):
        _, answers, result = self.exchange(self.RAISES, [record("secret")])
        self.assertEqual(answers[1]["failure"], {"code": "exception", "message": "the stage 'raises' raised KeyError"})
        self.assertIn(b"{}[document.text]", result.stderr)
        self.assertIn(b"KeyError", result.stderr)
        self.assertNotIn(b"secret", result.stdout + result.stderr)

    def test_the_message_of_an_exception_is_shown_where_it_is_asked_for(self):
        _, _, result = self.exchange(self.RAISES, [record("secret")], environment={"TEXTMILL_VERBOSE": "1"})
        self.assertIn(b"secret", result.stderr)

    def test_a_traceback_that_comes_again_is_shown_once_and_counted(self):
        _, answers, result = self.exchange(self.RAISES, [record(f"secret {number}") for number in range(400)])
        self.assertEqual(len(answers), 400)
        self.assertEqual(result.stderr.count(b"Traceback"), 1)
        self.assertTrue(result.stderr.endswith(b"KeyError at plugin.py:7 came 400 times; its traceback is shown once\n"), result.stderr)
        self.assertNotIn(b"secret", result.stderr)

    def test_tracebacks_from_different_places_are_each_shown(self):
        code = """
@stage(summary="Raises")
def raises(document, options):
    if document.text == "a": [][1]
    if document.text == "b": {}[1]
"""
        _, _, result = self.exchange(code, [record("a"), record("b"), record("c"), record("a")])
        self.assertEqual(result.stderr.count(b"Traceback"), 2)
        self.assertEqual(result.stderr.count(b"times"), 1)
        self.assertIn(b"IndexError at plugin.py:7 came 2 times", result.stderr)

    def test_a_value_that_is_no_json_is_a_failure_that_says_where_it_stands(self):
        for value, what in (
            ("object()", "it is a value of type object"), ("float('nan')", "it is NaN"), ("'\\ud800'", "it holds half of a surrogate pair"),
            ("{(1, 2): 3}", "it has a key of type tuple"), ("(lambda l: l.append(l) or l)([])", "its member '[0]' holds itself"),
            ("{'scores': [{'ease': 1.5}, {'ease': float('-inf')}]}", "its member 'scores[1].ease' is infinite"),
            ("{document.text: float('nan')}", "its member '…' is NaN"), ("{'a': __import__('decimal').Decimal(1)}", "its member 'a' is a value of type Decimal"),
            ("__import__('functools').reduce(lambda l, _: [l], range(100_000), [])", "it is nested too deeply"),
        ):  # fmt: skip
            code = f"@stage(summary='Bad', writes=['x'])\ndef bad(document, options): document.layers['x'] = {value}\n"
            _, answers, _ = self.exchange(code, [record("secret"), record("fine")])
            message = f"the layer 'x' cannot be written as JSON: {what}"
            if "deeply" in what:
                message = f"what the stage made cannot be written as JSON: {what}"
            self.assertEqual(answers[1]["failure"], {"code": "unwritable-answer", "message": message})
            self.assertEqual(len(answers), 2)

    def test_a_number_that_is_none_is_named_in_built_in_layers_and_metadata_too(self):
        for statement, what in (
            ("document.add_entity(0, 1, 'ORG', confidence=float('nan'))", "the layer 'entities' cannot be written as JSON: its member '[0].confidence' is NaN"),
            ("document.metadata['pages'] = float('inf')", "the metadata cannot be written as JSON: its member 'pages' is infinite"),
        ):
            code = f"@stage(summary='Bad', writes=['entities'])\ndef bad(document, options): {statement}\n"
            _, answers, _ = self.exchange(code, [record()])
            self.assertEqual(answers[1]["failure"]["message"], what)

    def test_an_answer_that_is_too_large_is_a_failure(self):
        code = "@stage(summary='Large', writes=['x'])\ndef large(document, options): document.layers['x'] = 'x' * 64_000_000\n"
        _, answers, _ = self.exchange(code, [record()])
        self.assertEqual(answers[1]["failure"]["code"], "answer-too-large")

    def test_what_the_helper_itself_finds_wrong_is_said_in_the_failure(self):
        for statement, message in (
            ("document.layers['other'] = 1", "does not declare that it writes or updates 'other'"),
            ("document.entities", "does not declare that it reads 'entities'"),
            ("document.add_entity(0, 1, 'ORG')", "does not declare that it writes or updates 'entities'"),
            ("document.layers['tokens']", "does not declare that it reads 'tokens'"),
            ("document.layers[document.text]", "does not declare that it reads what can be no layer"),
            ("document.add_span('x', 2, 9)", "makes a span from 2 to 9, outside the text, which has 7 code points"),
            ("options.minmum", "has no option 'minmum'"),
        ):
            code = f"@stage(summary='Bad', writes=['x'])\ndef bad(document, options): {statement}\n"
            _, answers, result = self.exchange(code, [record()])
            expected = f"the stage {message}" if "no option" in message else f"the stage 'bad' {message}"
            self.assertEqual(answers[1]["failure"], {"code": "exception", "message": expected})
            self.assertIn(expected.encode(), result.stderr)

    def test_warnings_stand_beside_the_record(self):
        code = "@stage(summary='Warns')\ndef warns(document, options): document.warn('short-text', 'the text is short')\n"
        _, answers, _ = self.exchange(code, [record()])
        self.assertEqual(answers[1], {"id": 1, "record": {}, "problems": [{"code": "short-text", "message": "the text is short"}]})


    def test_a_stage_that_ends_the_program_or_recurses_for_ever_fails_its_document_alone(self):
        for statement, name in (("sys.exit(3)", "SystemExit"), ("ends(document, options)", "RecursionError"), ("document.text = 'x'", "AttributeError")):
            code = f"@stage(summary='Ends')\ndef ends(document, options):\n    if document.text: {statement}\n"
            _, answers, result = self.exchange(code, [record("x"), record("")])
            self.assertEqual(answers[1]["failure"]["message"], f"the stage 'ends' raised {name}")
            self.assertEqual((answers[2], result.returncode), ({"id": 2, "record": {}}, 0))


class SpeedTests(PluginCase):
    def test_a_stage_that_does_nothing_answers_15_000_documents_of_3_kb_a_second(self):
        self.write("plugin.py", HEAD + "@stage(summary='Nothing')\ndef nothing(document, options): pass\n" + TAIL)
        self.assertGreater(max(self.documents_a_second(10_000) for _ in range(3)), 15_000)

    def documents_a_second(self, count, window=16):
        text = "The minister met reporters on Monday and said that talks would go on. " * 42
        lines = [(json.dumps({"id": number, "record": record(text)}) + "\n").encode() for number in range(count)]
        with subprocess.Popen([sys.executable, "-B", "plugin.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.folder, bufsize=0) as process:
            process.stdin.write(b'{"textmill":1,"stage":"nothing","instance":"n","options":{}}\n')
            while b"\n" not in os.read(process.stdout.fileno(), 1 << 16):
                pass
            start, sent, answered = time.monotonic(), 0, 0
            while answered < count:
                more = lines[sent : min(count, answered + window)]
                sent += len(more)
                data = memoryview(b"".join(more))
                while data:
                    data = data[os.write(process.stdin.fileno(), data) :]
                answered += os.read(process.stdout.fileno(), 1 << 16).count(b"\n")
            took = time.monotonic() - start
            process.stdin.close()
            self.assertEqual(process.wait(), 0)
        return count / took


class OptionTests(PluginCase):
    OPTIONS = [
        Option("flag", Kind.boolean(), "A", default=False),
        Option("count", Kind.integer(1, 5), "B", default=3),
        Option("share", Kind.number(0), "C"),
        Option("name", Kind.string(), "D", required=True),
        Option("mode", Kind.choice("a", "b"), "E", default="a"),
        Option("words", Kind.list_of(Kind.string()), "F"),
        Option("weights", Kind.map_of(Kind.number()), "G"),
        Option("inner", Kind.record(Option("depth", Kind.integer(), "H", default=2), Option("file", Kind.file(), "I")), "J"),
    ]

    def test_defaults_are_filled_in_and_values_keep_their_kinds(self):
        problems = []
        options = textmill_stage._read_options(self.OPTIONS, {"name": "n", "share": 1, "inner": {}, "count": 2.0}, "", problems)
        self.assertEqual(problems, [])
        self.assertEqual(
            dict(options), {"flag": False, "count": 2, "share": 1.0, "name": "n", "mode": "a", "words": None, "weights": None, "inner": {"depth": 2, "file": None}}
        )  # fmt: skip
        self.assertIsInstance(options.share, float)
        self.assertEqual(options.inner.depth, 2)
        self.assertEqual(options["inner"]["depth"], 2)
        with self.assertRaises(AttributeError):
            options.nonsense

    def test_all_problems_are_reported_at_once(self):
        problems = []
        given = {"flag": 1, "count": 6, "share": -1, "mode": "c", "words": ["a", 1], "weights": {"x": "y"}, "inner": {"depth": 1.5, "z": 1}, "more": 1}
        textmill_stage._read_options(self.OPTIONS, given, "", problems)
        self.assertEqual(
            problems,
            [
                ("flag", "takes true or false"), ("count", "takes a whole number from 1 to 5"), ("share", "takes a number of at least 0"),
                ("name", "must be given"), ("mode", "takes one of a, b"), ("words[1]", "takes text"), ("weights.x", "takes a number"),
                ("inner.depth", "takes a whole number"), ("inner.z", "is no option of the stage"), ("more", "is no option of the stage"),
            ],
        )  # fmt: skip

    def test_wrong_options_are_the_answer_to_the_opening(self):
        greeting, answers, result = self.exchange(ECHO, [record()], {"factor": 12, "facto": 1})
        self.assertEqual(
            greeting["errors"],
            [{"option": "factor", "message": "takes a whole number from 1 to 9"}, {"option": None, "message": "'facto' is no option of the stage"}],
        )
        self.assertEqual((answers, result.returncode), ({}, 0))

    def test_kinds_and_options_are_described_as_the_schema_says(self):
        made = Stage(lambda document, options: None, "all_kinds", "All", "", self.OPTIONS, [], [], ["x"], [], [Example("E", "in", {"x": ["out"]})], {"x": ["a", "b"]})
        manifest = {"textmill": 1, "name": "n", "version": "1", "command": ["x"], "stages": [made.describe()]}
        described = {option["key"]: option for option in made.describe()["options"]}
        self.assertEqual(described["count"], {"key": "count", "kind": "integer", "minimum": 1, "maximum": 5, "default": 3, "required": False, "summary": "B"})
        self.assertEqual(described["weights"]["values"], {"kind": "number"})
        self.assertEqual([field["key"] for field in described["inner"]["fields"]], ["depth", "file"])
        check = validator()
        self.assertEqual(check(manifest), [])
        if jsonschema is not None:
            manifest["stages"][0]["options"][0]["kind"] = "boolean"
            self.assertNotEqual(check(manifest), [])

    def test_mistakes_in_a_declaration_are_raised_at_once(self):
        make = lambda **given: textmill_stage.stage(**{"summary": "S", "name": "s_%d" % id(given), **given})(lambda document, options: None)  # noqa: E731
        for mistake in (
            lambda: Option("Minimum", Kind.number(), "S"),
            lambda: Option("a", Kind.number(0, 1), "S", default=2),
            lambda: Option("a", Kind.number(), "S", default=2, required=True),
            lambda: Kind.choice("a", "a"),
            lambda: Kind.record(Option("a", Kind.string(), "S"), Option("a", Kind.string(), "S")),
            lambda: make(options=[Option("a", Kind.string(), "S"), Option("a", Kind.string(), "S")]),
            lambda: make(name="Bad-Name"),
            lambda: make(writes=["Upper"]),
            lambda: make(writes=["text"]),
            lambda: make(writes=["x"], requires=["x"]),
            lambda: make(writes=["x"], columns={"y": ["a"]}),
            lambda: make(writes=["entities"], columns={"entities": ["a"]}),
            lambda: make(writes=["x"], columns={"x": ["a", "a"]}),
            lambda: make(writes=["x"], columns={"x": []}),
            lambda: StageError("Not Kebab", "m"),
        ):
            self.assertRaises(ValueError, mistake)


class SetupTests(PluginCase):
    def test_what_the_set_up_returns_is_the_third_argument_and_made_once(self):
        code = """
@stage(summary="Counts", writes=["count"])
def counts(document, options, box):
    box[0] += 1
    document.layers["count"] = box[0]
@counts.setup
def load(options): return [10]
"""
        _, answers, _ = self.exchange(code, [record(), record()])
        self.assertEqual([answers[n]["record"]["layers"]["count"] for n in (1, 2)], [11, 12])

    def failing(self, statement):
        code = f"@stage(summary='S')\ndef s(document, options, state): pass\n@s.setup\ndef load(options): {statement}\n"
        return self.exchange(code, [record()])

    def test_errors_of_the_set_up_are_the_answer(self):
        greeting, answers, result = self.failing("raise SetupError('one', 'a', also=[SetupError('two')])")
        self.assertEqual(greeting["errors"], [{"option": "a", "message": "one"}, {"option": None, "message": "two"}])
        self.assertEqual([stage["name"] for stage in greeting["plugin"]["stages"]], ["s"])
        self.assertEqual((answers, result.returncode, result.stderr), ({}, 0, b""))

    def test_a_module_that_is_missing_is_named_with_the_remedy(self):
        greeting, _, result = self.failing("import no_such_module")
        self.assertEqual(greeting["errors"][0]["message"], "the Python module 'no_such_module' is missing; install it with: pip install nothing")

    def test_any_other_exception_is_an_answer_and_a_traceback(self):
        greeting, _, result = self.failing("raise OSError('no model')")
        self.assertEqual(greeting["errors"][0]["message"], "the set-up of 's' failed with OSError: no model")
        self.assertIn(b"Traceback", result.stderr)


def make(function, **given):
    """A stage that is not registered."""
    names = {"requires": (), "uses": (), "writes": (), "updates": (), **given}
    return Stage(function, "test_stage", "S", "", (), names["requires"], names["uses"], names["writes"], names["updates"], ())


class DocumentTests(unittest.TestCase):
    TEXT = "😀 Ana met Zoë Ødegård. They left 北京."
    FULL = record(
        TEXT,
        language="en",
        metadata={"tags": ["a"]},
        sentences=[{"start": 0, "end": 22}, {"start": 23, "end": 36}],
        tokens=[
            {"start": 0, "end": 1, "sentence": 0}, {"start": 2, "end": 5, "lemma": "Ana", "pos": "PROPN", "head": 2, "dep": "nsubj", "sentence": 0},
            {"start": 6, "end": 9, "lemma": "meet", "pos": "VERB", "head": None, "dep": "root", "sentence": 0},
            {"start": 10, "end": 13, "sentence": 0}, {"start": 14, "end": 21, "sentence": 0}, {"start": 21, "end": 22, "sentence": 0},
            {"start": 23, "end": 27, "sentence": 1},
        ],
        entities=[{"id": "e0", "start": 10, "end": 21, "text": "Zoë Ødegård", "type": "PERSON", "cluster": "c1", "confidence": 0.5, "by": "entities/x"}],
        layers={"scores": {"a": 1}, "hidden": 2},
    )  # fmt: skip

    def answer(self, function, given=None, **layers):
        return make(function, **layers).apply(given or self.FULL)

    def test_offsets_are_code_points_in_any_script(self):
        def function(document, options):
            for match in re.finditer("北京|Zoë|😀", document.text):
                document.add_span("marks", match.start(), match.end(), label=match.group())

        marks = self.answer(function, writes=["marks"])["layers"]["marks"]
        self.assertEqual(marks, [{"start": 0, "end": 1, "label": "😀"}, {"start": 10, "end": 13, "label": "Zoë"}, {"start": 33, "end": 35, "label": "北京"}])

    def test_views_show_the_record(self):
        seen = {}

        def function(document, options):
            seen["sentences"] = [(sentence.text, [token.text for token in sentence.tokens]) for sentence in document.sentences]
            ana = document.tokens[1]
            seen["token"] = (ana.lemma, ana.pos, ana.dep, ana.head.text, ana.head.head, ana.sentence.index, document.tokens[0].lemma, repr(ana))
            entity = document.entities[0]
            seen["entity"] = (entity.text, entity.type, entity.cluster, entity.confidence, entity.by, entity.id, entity.canonical)
            seen["own"] = document.layers["scores"]
            seen["names"] = list(document.layers)

        self.assertEqual(self.answer(function, requires=["sentences", "tokens", "entities"], uses=["scores"]), {})
        self.assertEqual(seen["sentences"], [("😀 Ana met Zoë Ødegård.", ["😀", "Ana", "met", "Zoë", "Ødegård", "."]), ("They left 北京.", ["They"])])
        self.assertEqual(seen["token"], ("Ana", "PROPN", "nsubj", "met", None, 0, None, "Token(2, 5)"))
        self.assertEqual(seen["entity"], ("Zoë Ødegård", "PERSON", "c1", 0.5, "entities/x", "e0", None))
        self.assertEqual((seen["own"], seen["names"]), ({"a": 1}, ["sentences", "tokens", "entities", "scores"]))

    def test_only_declared_layers_can_be_read(self):
        for read_it in (lambda d: d.layers["hidden"], lambda d: d.sentences, lambda d: d.layers.get("quotes"), lambda d: d.tokens):
            with self.assertRaises(LayerError):
                self.answer(lambda document, options: read_it(document), uses=["entities"])

    def test_a_used_layer_that_is_absent_is_empty(self):
        seen = []
        self.answer(lambda d, o: seen.extend([d.sentences, d.layers.get("scores"), "scores" in d.layers]), record(), uses=["sentences", "scores"])
        self.assertEqual(seen, [[], None, False])

    def test_added_entities_are_put_in_order_beside_those_that_are_updated(self):
        def function(document, options):
            document.add_entity(33, 35, "GPE", confidence=0.9, by="rule")
            document.add_entity(2, 5, "PERSON", canonical="Ana A.")
            self.assertEqual(len(document.entities), 3)

        entities = self.answer(function, updates=["entities"])["entities"]
        self.assertEqual([(entity["start"], entity["by"]) for entity in entities], [(2, "test_stage"), (10, "entities/x"), (33, "test_stage/rule")])
        self.assertEqual(entities[0]["canonical"], "Ana A.")
        self.assertEqual(self.FULL["entities"][0]["start"], 10)

    def test_a_stage_that_writes_entities_anew_starts_without_any(self):
        entities = self.answer(lambda document, options: document.add_entity(2, 5, "PERSON"), writes=["entities"])["entities"]
        self.assertEqual([entity["start"] for entity in entities], [2])

    def test_entities_that_overlap_fail_the_document(self):
        with self.assertRaises(StageError) as raised:
            self.answer(lambda document, options: document.add_entity(12, 15, "ORG"), updates=["entities"])
        self.assertEqual(raised.exception.code, "overlapping-spans")

    def test_a_span_outside_the_text_is_refused(self):
        for start, end in ((-1, 2), (3, 2), (0, 37), (36, 40)):
            with self.assertRaises(ValueError):
                self.answer(lambda document, options: document.add_span("x", start, end), writes=["x"])

    def test_an_updated_layer_can_be_changed_in_place(self):
        def function(document, options):
            document.layers["scores"]["b"] = 2
            document.layers["entities"][0]["type"] = "ORG"

        answer = self.answer(function, updates=["scores", "entities"])
        self.assertEqual(answer["layers"], {"scores": {"a": 1, "b": 2}})
        self.assertEqual(answer["entities"][0]["type"], "ORG")

    def test_tags_and_syntax_stand_in_the_tokens(self):
        def function(document, options):
            tokens = document.tokens
            for token in tokens:
                token.tag("X", token.text.lower())
                token.attach(tokens[1] if token.index != 1 else None, "dep")

        tokens = self.answer(function, requires=["tokens"], writes=["tags", "syntax"])["tokens"]
        self.assertEqual([(token["lemma"], token["head"]) for token in tokens][:3], [("😀", 1), ("ana", None), ("met", 1)])

    def test_the_other_layers_can_be_written(self):
        def function(document, options):
            document.add_relation("meet", (2, 5), document.tokens[2], (10, 21), sentence=0, arguments=[("place", (33, 35))], confidence=0.5)
            document.add_quote(23, 36, "indirect", speaker=document.tokens[1])
            document.add_keyword("Ødegård", 1.5)
            document.set_summary([1])

        answer = self.answer(function, requires=["tokens", "sentences"], writes=["relations", "quotes", "keywords", "summary"])
        relation = answer["relations"][0]
        self.assertEqual((relation["predicate"], relation["by"]), ({"start": 6, "end": 9, "lemma": "met"}, "test_stage"))
        self.assertEqual(relation["arguments"], [{"role": "place", "start": 33, "end": 35}])
        self.assertEqual(answer["quotes"][0]["speaker"], {"start": 2, "end": 5})
        self.assertEqual(answer["keywords"], [{"text": "Ødegård", "score": 1.5}])
        self.assertEqual(answer["summary"], {"text": "They left 北京.", "sentences": [1]})
        check = validator()
        self.assertEqual(check({"id": 1, "record": answer}), [])

    def test_sentences_and_tokens_can_be_written(self):
        def function(document, options):
            document.add_sentence(0, 22)
            for match in re.finditer(r"\S+", document.text):
                document.add_token(match.start(), match.end())
            self.assertEqual([token.text for token in document.sentences[0].tokens], ["😀", "Ana", "met", "Zoë", "Ødegård."])

        answer = self.answer(function, writes=["sentences", "tokens"])
        self.assertEqual((len(answer["sentences"]), len(answer["tokens"])), (1, 8))

    def test_title_language_and_metadata_come_back_when_they_change(self):
        def function(document, options):
            self.assertEqual((document.title, document.language, document.id), (None, "en", "a.txt"))
            document.title = "T"
            document.metadata["tags"].append("b")

        self.assertEqual(self.answer(function), {"title": "T", "metadata": {"tags": ["a", "b"]}})
        self.assertEqual(self.FULL["metadata"], {"tags": ["a"]})
        self.assertEqual(self.answer(lambda document, options: document.metadata.get("tags")), {})

    def test_numbers_and_arrays_of_numpy_are_written(self):
        class Number:  # as numpy's do
            def tolist(self):
                return [1.5]

        self.assertEqual(self.answer(lambda d, o: d.layers.update(x=Number()), writes=["x"])["layers"], {"x": [1.5]})


class CommandTests(PluginCase):
    def test_the_manifest_is_written_and_keeps_what_was_set_by_hand(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        self.assertEqual(self.run_program("plugin.py", "--manifest").returncode, 0)
        path = os.path.join(self.folder, "plugin.json")
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
        self.assertEqual((manifest["command"], manifest["setup"], manifest["name"]), (["python3", "plugin.py"], "pip install nothing", "test-plugin"))
        check = validator()
        self.assertEqual(check(manifest), [])
        with open(path, "w", encoding="utf-8") as file:
            json.dump({**manifest, "command": ["python3.12", "plugin.py"], "window": 4, "summary": "old", "stages": []}, file)
        self.run_program(os.path.join(self.folder, "plugin.py"), "--manifest", folder="/")
        with open(path, encoding="utf-8") as file:
            self.assertEqual(json.load(file), {**manifest, "command": ["python3.12", "plugin.py"], "window": 4})
        printed = self.run_program("plugin.py", "--describe")
        with open(path, encoding="utf-8") as file:
            self.assertEqual(printed.stdout.decode("utf-8"), file.read())

    def test_a_text_can_be_tried(self):
        self.write("plugin.py", HEAD + ECHO + TAIL)
        result = self.run_program("plugin.py", "--try", "abc", "--set", "factor=3")
        self.assertEqual(json.loads(result.stdout), {"record": {"layers": {"length": 9}}})
        result = self.run_program("plugin.py", "--try", "-", stdin="äö".encode(), environment={"PYTHONUTF8": "1"})
        self.assertEqual(json.loads(result.stdout), {"record": {"layers": {"length": 2}}})
        result = self.run_program("plugin.py", "--try", "abc", "--set", "factor=x")
        self.assertEqual((result.returncode, result.stderr), (2, b"error: 'factor': takes a whole number from 1 to 9\n"))


class GuideTests(PluginCase):
    def test_every_message_on_the_protocols_page_fits_the_schema(self):
        messages = [json.loads(block) for block in code_blocks(read("Docs", "plugin-protocol.md"), "json")]
        self.assertEqual(len(messages), 9)
        check = validator()
        for message in messages:
            self.assertEqual(check(message), [], message)

    def test_the_schema_refuses_what_is_no_message(self):
        if jsonschema is None:
            self.skipTest("jsonschema is not installed")
        check = validator()
        for message in ({}, {"id": 1}, {"id": -1, "record": {}}, {"id": 1, "record": {"nonsense": 1}}, {"id": 1, "failure": {"code": "A b", "message": "m"}},
                        {"textmill": 2, "describe": True}, {"textmill": 1, "errors": []}, {"textmill": 1, "plugin": {"name": "n", "version": "1", "stages": []}}):  # fmt: skip
            self.assertNotEqual(check(message), [], message)

    def test_the_plugin_without_the_helper_works(self):
        (program,) = code_blocks(read("Docs", "plugin-protocol.md"), "python")
        self.write("shouts.py", program)
        self.write("plugin.json", json.dumps({"stages": [{"name": "shouts", "summary": "S", "layers": {"writes": ["shouting"]}}]}))
        lines = [{"textmill": 1, "stage": "shouts", "instance": "s", "options": {}}, {"id": 1, "record": record("ÄB 😀c")}]
        result = self.run_program("shouts.py", stdin="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())
        self.assertEqual(json.loads(result.stdout.split(b"\n")[1]), {"id": 1, "record": {"layers": {"shouting": {"capitals": 2}}}})

    def test_the_programs_of_the_guide_work(self):
        for block in code_blocks(read("Plugins", "README.md"), "python"):
            self.write(re.match(r"# (\S+)", block).group(1), block)
        result = self.run_program("-m", "unittest", "test_years")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.write("names.txt", "Oslo\nNew York\n")
        result = self.run_program("places.py", "--try", "From Oslo to New York", "--set", "list=names.txt")
        self.assertEqual([place["start"] for place in json.loads(result.stdout)["record"]["layers"]["places"]], [5, 13])
        self.assertEqual(self.run_program("years.py", "--manifest").returncode, 0)


class LanguageIdTests(PluginCase):
    OPENING = {"textmill": 1, "stage": "language_id", "instance": "lang", "options": {"minimum": 0.5}}

    def play(self, records, options=None, library=None):
        """Runs the plugin with a library of its own making, or none."""
        path = os.path.join(self.folder, "py3langid")
        os.makedirs(path, exist_ok=True)
        self.write("py3langid/__init__.py", "" if library else "raise ModuleNotFoundError('no', name='py3langid')")
        self.write("py3langid/langid.py", library or "")
        messages = [{**self.OPENING, "options": {**self.OPENING["options"], **(options or {})}}]
        messages += [{"id": number, "record": item} for number, item in enumerate(records)]
        data = "".join(json.dumps(message) + "\n" for message in messages).encode()
        result = self.run_program("language_id.py", stdin=data, folder=LANGUAGE_ID, environment={"PYTHONPATH": self.folder})
        return [json.loads(line) for line in result.stdout.splitlines()], result

    LIBRARY = """
MODEL_FILE = "model"
class LanguageIdentifier:
    labels = ["de", "en", "zxx"]
    @classmethod
    def from_model_file(cls, file, norm_probs): return cls()
    def set_languages(self, languages): self.only = languages
    def classify(self, text):
        if hasattr(self, "only"): return self.only[0], 0.75
        return {"Guten Tag": ("de", 0.91239), "12": ("zxx", 0.9)}.get(text, ("en", 0.4))
"""

    def test_has_the_helper_of_this_version(self) -> None:
        self.assertEqual(
            read("Plugins", "LanguageId", "textmill_stage.py"), read("Sources", "PluginHost", "Data", "textmill_stage.py")
        )

    def test_the_helper_beside_the_plugin_is_the_one_of_the_program(self):
        with open(HELPER, "rb") as ours, open(os.path.join(LANGUAGE_ID, "textmill_stage.py"), "rb") as copied:
            self.assertEqual(ours.read(), copied.read(), f"copy {HELPER} to {LANGUAGE_ID}")

    def test_the_manifest_is_what_the_program_says(self):
        result = self.run_program("language_id.py", "--describe", folder=LANGUAGE_ID)
        manifest = json.loads(read("Plugins", "LanguageId", "plugin.json"))
        self.assertEqual(with_defaults(json.loads(result.stdout)), with_defaults(manifest))
        self.assertEqual(validator()(manifest), [])

    def test_without_its_library_it_says_how_to_install_it(self):
        answers, result = self.play([])
        message = "the Python module 'py3langid' is missing; install it with: python3 -m pip install py3langid==0.4.0"
        self.assertEqual([answer["errors"] for answer in answers], [[{"option": None, "message": message}]])
        self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_an_old_library_is_an_error(self):
        answers, _ = self.play([], library="class LanguageIdentifier: pass\n")
        self.assertIn("too old", answers[0]["errors"][0]["message"])

    def test_the_language_is_set_where_it_is_sure(self):
        answers, result = self.play([record("Guten Tag"), record("hm"), record("12")], library=self.LIBRARY)
        self.assertEqual(answers[1]["record"], {"language": "de", "layers": {"language_id": {"language": "de", "confidence": 0.9124}}})
        self.assertEqual(answers[2]["record"], {"layers": {"language_id": {"language": "en", "confidence": 0.4}}})
        self.assertEqual(answers[3]["record"], {"layers": {"language_id": {"language": "zxx", "confidence": 0.9}}})
        self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_the_languages_can_be_restricted(self):
        answers, _ = self.play([record("hm")], {"languages": ["de"]}, self.LIBRARY)
        self.assertEqual(answers[1]["record"]["language"], "de")
        answers, _ = self.play([], {"languages": ["de", "xx", "yy"]}, self.LIBRARY)
        self.assertEqual([error["option"] for error in answers[0]["errors"]], ["languages", "languages"])

    @unittest.skipUnless(__import__("importlib.util").util.find_spec("py3langid"), "py3langid is not installed")
    def test_real_sentences_get_their_language(self):
        texts = ["Der Präsident traf sich am Montag mit dem Minister.", "The president met the minister on Monday.", "Le président a rencontré le ministre lundi."]
        data = "".join(json.dumps(m) + "\n" for m in [self.OPENING] + [{"id": n, "record": record(t)} for n, t in enumerate(texts)]).encode()
        result = self.run_program("language_id.py", stdin=data, folder=LANGUAGE_ID)
        self.assertEqual([json.loads(line)["record"]["language"] for line in result.stdout.splitlines()[1:]], ["de", "en", "fr"])

    @unittest.skipUnless(__import__("importlib.util").util.find_spec("py3langid"), "py3langid is not installed")
    def test_its_examples_come_out_as_they_are_written(self):
        (stage,) = json.loads(read("Plugins", "LanguageId", "plugin.json"))["stages"]
        self.assertTrue(stage["examples"])
        opening = {**self.OPENING, "options": {"minimum": 0.5}}
        for example in stage["examples"]:
            messages = [{**opening, "options": {**opening["options"], **example["options"]}}, {"id": 1, "record": record(example["input"])}]
            data = "".join(json.dumps(message) + "\n" for message in messages).encode()
            result = self.run_program("language_id.py", stdin=data, folder=LANGUAGE_ID)
            value = json.loads(result.stdout.splitlines()[1])["record"]["layers"]["language_id"]
            line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self.assertEqual(example["output"], {"language_id": [line]})


if __name__ == "__main__":
    unittest.main()
