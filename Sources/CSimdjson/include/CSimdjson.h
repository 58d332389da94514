// Reading JSON through libsimdjson, which is C++: a parser, and the tape that it leaves.
//
// The tape is an array of 64-bit words, described in simdjson's doc/tape.md: the top eight bits are the type, the others an index or an
// offset into the buffer of strings, where a string is a 32-bit length, its bytes in UTF-8 without escapes, and a zero byte.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parser with its buffers. Used by one thread at a time.
typedef struct textmill_json_parser textmill_json_parser;

/// Why a text is not JSON that can be read.
typedef enum textmill_json_status {
  TEXTMILL_JSON_OK = 0,
  TEXTMILL_JSON_EMPTY,
  TEXTMILL_JSON_SYNTAX,
  TEXTMILL_JSON_STRING,
  TEXTMILL_JSON_CONTROL,
  TEXTMILL_JSON_UNCLOSED,
  TEXTMILL_JSON_NUMBER,
  TEXTMILL_JSON_UTF8,
  TEXTMILL_JSON_DEPTH,
  TEXTMILL_JSON_SIZE,
  TEXTMILL_JSON_MEMORY,
} textmill_json_status;

/// The bytes that must be readable after a text for it to be parsed without a copy.
enum { TEXTMILL_JSON_PADDING = 64 };

/// A parser of this thread's own, or a new one; NULL without memory. Give it back on the same thread.
textmill_json_parser *textmill_json_acquire(void);

/// Gives a parser back. A few small ones are kept for the thread's next texts.
void textmill_json_release(textmill_json_parser *parser);

/// Parses one JSON text. What an earlier call left in this parser ends.
textmill_json_status textmill_json_parse(textmill_json_parser *parser, const uint8_t *bytes, size_t count, bool is_padded);

/// The tape of the last text that was parsed with success.
const uint64_t *textmill_json_tape(const textmill_json_parser *parser);

/// The strings that the tape refers to.
const uint8_t *textmill_json_strings(const textmill_json_parser *parser);

#ifdef __cplusplus
}
#endif
