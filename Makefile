# Textmill. `make demo` shows it, `make test` proves it; CONTRIBUTING.md says what the other targets are for.
.PHONY: setup train demo test smoke lint format release bench docs eval soak fuzz sanitize other-processor clean

BUILD ?= .build
OUT ?= out
RELEASE = $(BUILD)/release/textmill
# The environment that `make train` makes; without it the tests of Training/ are skipped.
TRAINING_PYTHON = $(firstword $(wildcard $(HOME)/.venvs/textmill-training/bin/python) python3)

setup:
	@Scripts/setup.sh

release: setup
	@swift build -c release --product textmill --scratch-path $(BUILD)

demo: release
	@$(RELEASE) run Pipelines/news.yaml Pipelines/articles -o $(OUT)/demo
	@echo
	@echo "The report:  $(CURDIR)/$(OUT)/demo/report/index.html"
	@echo "The records: $(CURDIR)/$(OUT)/demo/documents.jsonl"

# All tests, those that run the real binary among them, and then the tests of the shipped pipelines.
test: setup
	@swift test --scratch-path $(BUILD)
	@$(BUILD)/debug/textmill test Pipelines
	@swift test --package-path Plugins/Readability --scratch-path $(BUILD)/readability
	@python3 -B -m unittest discover -q Tests/python
	@cd Training && $(TRAINING_PYTHON) -B -m unittest discover -q -s tests -t .

# The thin line through the whole house: a folder through a small pipeline, in a debug build.
smoke: setup
	@swift build --product textmill --scratch-path $(BUILD)
	@$(BUILD)/debug/textmill run Pipelines/quick.yaml Pipelines/articles -o $(OUT)/smoke

lint:
	@swift format lint --strict --recursive Sources Tests Plugins Examples Package.swift
	@Scripts/check-tree.sh

format:
	@swift format format --in-place --recursive Sources Tests Plugins Examples Package.swift

# Throughput, memory and scaling as a table; see Docs/benchmarks.md.
bench: release
	@Benchmarks/run.sh

# Scores on the development data in TEXTMILL_DATA, with floors; then the tests of quality that textmill eval does not score.
eval: release
	@Scripts/eval.sh $(RELEASE)
	@swift test -c release -Xswiftc -enable-testing --scratch-path $(BUILD)-eval --filter 'SummaryQuality|aMillionEntries'

# Random input, ten minutes or FUZZ_SECONDS for each: YAML, pipeline and test files, records, the segmenter, all of news.yaml, the comparison of runs.
FUZZERS = mutatedFilesGiveATree mutatedPipelinesGive damagedFilesRunOr mutatedRecordsNeverCrashForAsLong OfMutatedTexts damagedArticles damagedFilesGiveAReport whatIsGainedAndLost
fuzz: setup
	@for fuzzer in $(FUZZERS); do \
	  TEXTMILL_FUZZ_SECONDS=$${FUZZ_SECONDS:-600} swift test --scratch-path $(BUILD) --filter $$fuzzer || exit 1; \
	done

# All tests but those on development data, which would take an hour, under AddressSanitizer and then under ThreadSanitizer.
# Stages of the tests crash on purpose, and what the program does then is tested: the sanitizers must not take the signal for themselves (handle_segv=0), and
# no backtrace is made, which does not end where the memory is the sanitizer's.
sanitize: setup
	@TEXTMILL_DATA=/nonexistent ASAN_OPTIONS=detect_leaks=0:handle_segv=0 SWIFT_BACKTRACE=enable=no swift test --sanitize address --scratch-path $(BUILD)-address
	@TEXTMILL_DATA=/nonexistent TSAN_OPTIONS=handle_segv=0 SWIFT_BACKTRACE=enable=no swift test --sanitize thread --scratch-path $(BUILD)-thread

# The models on a processor without VNNI, as valgrind shows one: the same records as here.
other-processor: release
	@Scripts/other-processor.sh $(RELEASE)

# A hundred thousand documents, and a run that is killed and repeated; in the temporary folder.
soak: release
	@Scripts/soak.sh $(RELEASE)

# The generated reference: stages, schemas; and the pages of the API for whoever writes a stage in Swift. DOCS_BASE is their path on a server.
DOCS_BASE ?= /
docs: release
	@Scripts/generate-docs.sh $(RELEASE)
	@Scripts/make-archive.sh $(BUILD)/release/Modules $(OUT)/api $(DOCS_BASE)

# The models, from the data in TEXTMILL_DATA to Models/; goes on where it was stopped. Training/README.md.
train:
	@Training/train.sh

clean:
	@rm -rf $(BUILD) $(BUILD)-eval $(BUILD)-address $(BUILD)-thread $(OUT)
