#include "CSimdjson.h"

#include <memory>
#include <new>
#include <simdjson.h>

struct textmill_json_parser {
  simdjson::dom::parser parser;
};

namespace {

/// Deeper texts are refused, so that whoever walks the tape may recurse.
constexpr size_t maximum_depth = 128;
/// Larger parsers are freed at once: a single long line must not hold its memory for the rest of a run.
constexpr size_t kept_capacity = size_t(1) << 20;
constexpr size_t kept_count = 2;

/// The parsers that a thread keeps.
struct cache {
  std::unique_ptr<textmill_json_parser> parsers[kept_count];
};

thread_local cache kept;

textmill_json_status status(simdjson::error_code error) {
  switch (error) {
  case simdjson::SUCCESS: return TEXTMILL_JSON_OK;
  case simdjson::EMPTY: return TEXTMILL_JSON_EMPTY;
  case simdjson::STRING_ERROR: return TEXTMILL_JSON_STRING;
  case simdjson::UNESCAPED_CHARS: return TEXTMILL_JSON_CONTROL;
  case simdjson::UNCLOSED_STRING: return TEXTMILL_JSON_UNCLOSED;
  case simdjson::NUMBER_ERROR:
  case simdjson::NUMBER_OUT_OF_RANGE: return TEXTMILL_JSON_NUMBER;
  case simdjson::UTF8_ERROR: return TEXTMILL_JSON_UTF8;
  case simdjson::DEPTH_ERROR: return TEXTMILL_JSON_DEPTH;
  case simdjson::CAPACITY: return TEXTMILL_JSON_SIZE;
  case simdjson::MEMALLOC: return TEXTMILL_JSON_MEMORY;
  default: return TEXTMILL_JSON_SYNTAX;
  }
}

} // namespace

static_assert(TEXTMILL_JSON_PADDING >= simdjson::SIMDJSON_PADDING, "the padding must be at least what simdjson reads beyond the end");

textmill_json_parser *textmill_json_acquire(void) {
  for (auto &parser : kept.parsers) {
    if (parser) return parser.release();
  }
  return new (std::nothrow) textmill_json_parser;
}

void textmill_json_release(textmill_json_parser *parser) {
  if (parser == nullptr) return;
  if (parser->parser.capacity() <= kept_capacity) {
    for (auto &place : kept.parsers) {
      if (!place) {
        place.reset(parser);
        return;
      }
    }
  }
  delete parser;
}

textmill_json_status textmill_json_parse(textmill_json_parser *parser, const uint8_t *bytes, size_t count, bool is_padded) {
  if (count == 0) return TEXTMILL_JSON_EMPTY;
  if (parser->parser.capacity() < count) {
    // Grown by half at least, so that lines of growing length do not each allocate anew.
    size_t capacity = count + count / 2;
    auto error = parser->parser.allocate(capacity < 4096 ? 4096 : capacity, maximum_depth);
    if (error) return status(error);
  }
  return status(parser->parser.parse(bytes, count, !is_padded).error());
}

const uint64_t *textmill_json_tape(const textmill_json_parser *parser) { return parser->parser.doc.tape.get(); }

const uint8_t *textmill_json_strings(const textmill_json_parser *parser) { return parser->parser.doc.string_buf.get(); }
