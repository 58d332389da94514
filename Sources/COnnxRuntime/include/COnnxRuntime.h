// ONNX Runtime, opened at run time: nothing of it is needed to build.
//
// The library exports one function, which gives a table of functions that only ever grows at its end. The few that are used are called by their
// places in it; COnnxRuntime.c lists them.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The bytes that every function's `message` must have room for; it is left empty where all is well.
enum { TEXTMILL_ONNX_MESSAGE = 512 };
/// The largest number of dimensions of a tensor, and of inputs or outputs of a run.
enum { TEXTMILL_ONNX_RANK = 6, TEXTMILL_ONNX_TENSORS = 16 };
/// The interface that is asked for, which is the minor version of the oldest library that will do.
enum { TEXTMILL_ONNX_INTERFACE = 16 };

/// The types of elements that are handed over, by ONNX's numbers.
enum { TEXTMILL_ONNX_FLOAT = 1, TEXTMILL_ONNX_INT32 = 6, TEXTMILL_ONNX_INT64 = 7 };

/// What came of opening the library.
typedef enum textmill_onnx_status {
  TEXTMILL_ONNX_OK = 0,
  /// The system's loader refuses it; the message says why.
  TEXTMILL_ONNX_UNLOADABLE,
  /// It is a library of something else.
  TEXTMILL_ONNX_FOREIGN,
  /// It lacks the interface; the message is its version.
  TEXTMILL_ONNX_OLD,
  /// It cannot be set up; the message says why.
  TEXTMILL_ONNX_REFUSED,
} textmill_onnx_status;

/// The library once it is open. It is never closed.
typedef struct textmill_onnx_library textmill_onnx_library;

/// A model that is ready to run.
typedef struct textmill_onnx_session textmill_onnx_session;

/// An input or output of a model, as the model declares it.
typedef struct textmill_onnx_port {
  const char *name;
  /// ONNX's number of the type of its elements; 0 where it is no tensor.
  int32_t element;
  size_t rank;
  /// A dimension that differs from run to run is -1.
  int64_t shape[TEXTMILL_ONNX_RANK];
} textmill_onnx_port;

/// A tensor on its way in, in the caller's memory, or on its way out, in the library's.
typedef struct textmill_onnx_tensor {
  const char *name;
  int32_t element;
  size_t rank;
  int64_t shape[TEXTMILL_ONNX_RANK];
  void *data;
  size_t bytes;
  /// What `textmill_onnx_release` gives back.
  void *value;
} textmill_onnx_tensor;

/// Opens the library at a path. The file's headers have been checked: the system's loader may crash on one that is cut off.
textmill_onnx_status textmill_onnx_load(const char *path, textmill_onnx_library **library, char *message);

/// The library's version, such as `1.32.0`.
const char *textmill_onnx_version(const textmill_onnx_library *library);

/// Makes a model ready that is in memory; the bytes are not needed afterwards. It runs on the calling threads alone, says nothing on standard error,
/// and keeps no thread waiting. NULL on failure.
textmill_onnx_session *textmill_onnx_open(const textmill_onnx_library *library, const void *model, size_t count, char *message);

/// Ends a model.
void textmill_onnx_close(textmill_onnx_session *session);

/// The inputs and outputs of a model.
size_t textmill_onnx_inputs(const textmill_onnx_session *session, const textmill_onnx_port **ports);
size_t textmill_onnx_outputs(const textmill_onnx_session *session, const textmill_onnx_port **ports);

/// Runs a model. Several threads may run one at once. The outputs are asked for by their names; on success each is filled in, and the caller gives them
/// back.
bool textmill_onnx_run(
    textmill_onnx_session *session, const textmill_onnx_tensor *inputs, size_t input_count, textmill_onnx_tensor *outputs, size_t output_count,
    char *message);

/// Gives outputs back.
void textmill_onnx_release(textmill_onnx_session *session, textmill_onnx_tensor *outputs, size_t output_count);
