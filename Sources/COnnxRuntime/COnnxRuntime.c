#include "COnnxRuntime.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Places in the table of functions. It grows at its end alone, so that these hold for every version since 1.6.
enum {
  GET_ERROR_MESSAGE = 2,
  CREATE_ENV = 3,
  CREATE_SESSION_FROM_ARRAY = 8,
  RUN = 9,
  CREATE_SESSION_OPTIONS = 10,
  SET_SESSION_EXECUTION_MODE = 13,
  DISABLE_MEM_PATTERN = 17,
  ENABLE_CPU_MEM_ARENA = 18,
  SET_SESSION_LOG_SEVERITY_LEVEL = 22,
  SET_SESSION_GRAPH_OPTIMIZATION_LEVEL = 23,
  SET_INTRA_OP_NUM_THREADS = 24,
  SET_INTER_OP_NUM_THREADS = 25,
  SESSION_GET_INPUT_COUNT = 30,
  SESSION_GET_OUTPUT_COUNT = 31,
  SESSION_GET_INPUT_TYPE_INFO = 33,
  SESSION_GET_OUTPUT_TYPE_INFO = 34,
  SESSION_GET_INPUT_NAME = 36,
  SESSION_GET_OUTPUT_NAME = 37,
  CREATE_TENSOR_WITH_DATA_AS_ORT_VALUE = 49,
  GET_TENSOR_MUTABLE_DATA = 51,
  CAST_TYPE_INFO_TO_TENSOR_INFO = 55,
  GET_TENSOR_ELEMENT_TYPE = 60,
  GET_DIMENSIONS_COUNT = 61,
  GET_DIMENSIONS = 62,
  GET_TENSOR_SHAPE_ELEMENT_COUNT = 64,
  GET_TENSOR_TYPE_AND_SHAPE = 65,
  CREATE_CPU_MEMORY_INFO = 69,
  ALLOCATOR_FREE = 76,
  GET_ALLOCATOR_WITH_DEFAULT_OPTIONS = 78,
  RELEASE_STATUS = 93,
  RELEASE_SESSION = 95,
  RELEASE_VALUE = 96,
  RELEASE_TYPE_INFO = 98,
  RELEASE_TENSOR_TYPE_AND_SHAPE_INFO = 99,
  RELEASE_SESSION_OPTIONS = 100,
  ADD_SESSION_CONFIG_ENTRY = 130,
};

enum { LOG_FATAL = 4, OPTIMIZE_ALL = 99, SEQUENTIAL = 0, DEVICE_ALLOCATOR = 0, DEFAULT_MEMORY = 0 };

typedef void *const *function_table;
typedef void *status;

/// What the library's one exported function returns.
typedef struct {
  function_table (*table)(uint32_t interface);
  const char *(*version)(void);
} entry;

struct textmill_onnx_library {
  function_table table;
  const char *version;
  void *environment;
  void *memory;
  void *allocator;
};

struct textmill_onnx_session {
  const textmill_onnx_library *library;
  void *handle;
  textmill_onnx_port *inputs, *outputs;
  size_t input_count, output_count;
};

// A function of the table by its place, its result and its parameters; most return a status.
#define FUNCTION(library, place, result, ...) ((result(*)(__VA_ARGS__))(library)->table[place])
#define CALL(library, place, ...) FUNCTION(library, place, status, __VA_ARGS__)

static void say(char *message, const char *text) { snprintf(message, TEXTMILL_ONNX_MESSAGE, "%s", text ? text : "it does not say why"); }

/// Whether all is well; else the message is taken over and the status released.
static bool is_fine(const textmill_onnx_library *library, status outcome, char *message) {
  if (!outcome) return true;
  say(message, FUNCTION(library, GET_ERROR_MESSAGE, const char *, status)(outcome));
  FUNCTION(library, RELEASE_STATUS, void, status)(outcome);
  return false;
}

textmill_onnx_status textmill_onnx_load(const char *path, textmill_onnx_library **result, char *message) {
  message[0] = 0;
  void *image = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!image) {
    say(message, dlerror());
    return TEXTMILL_ONNX_UNLOADABLE;
  }
  const entry *(*enter)(void) = (const entry *(*)(void))dlsym(image, "OrtGetApiBase");
  const entry *base = enter ? enter() : NULL;
  if (!base) {
    dlclose(image);
    return TEXTMILL_ONNX_FOREIGN;
  }
  textmill_onnx_library *library = calloc(1, sizeof *library);
  if (!library) {
    say(message, "there is no memory");
    return TEXTMILL_ONNX_REFUSED;
  }
  library->version = base->version();
  library->table = base->table(TEXTMILL_ONNX_INTERFACE);
  if (!library->table) {
    say(message, library->version);
    free(library);
    dlclose(image);
    return TEXTMILL_ONNX_OLD;
  }
  if (is_fine(library, CALL(library, CREATE_ENV, int, const char *, void **)(LOG_FATAL, "textmill", &library->environment), message) &&
      is_fine(
          library, CALL(library, CREATE_CPU_MEMORY_INFO, int, int, void **)(DEVICE_ALLOCATOR, DEFAULT_MEMORY, &library->memory), message) &&
      is_fine(library, CALL(library, GET_ALLOCATOR_WITH_DEFAULT_OPTIONS, void **)(&library->allocator), message)) {
    *result = library;
    return TEXTMILL_ONNX_OK;
  }
  free(library);
  return TEXTMILL_ONNX_REFUSED;
}

const char *textmill_onnx_version(const textmill_onnx_library *library) { return library->version; }

/// Reads element type and shape of a tensor. Dimensions without a size are -1.
static bool read_shape(
    const textmill_onnx_library *library, const void *info, int32_t *element, size_t *rank, int64_t *shape, char *message) {
  int type = 0;
  if (!is_fine(library, CALL(library, GET_TENSOR_ELEMENT_TYPE, const void *, int *)(info, &type), message)) return false;
  if (!is_fine(library, CALL(library, GET_DIMENSIONS_COUNT, const void *, size_t *)(info, rank), message)) return false;
  if (*rank > TEXTMILL_ONNX_RANK) {
    say(message, "a tensor has too many dimensions");
    return false;
  }
  *element = type;
  return is_fine(library, CALL(library, GET_DIMENSIONS, const void *, int64_t *, size_t)(info, shape, *rank), message);
}

static bool read_port(textmill_onnx_session *session, size_t index, int name_place, int type_place, textmill_onnx_port *port, char *message) {
  const textmill_onnx_library *library = session->library;
  char *name = NULL;
  if (!is_fine(
          library, CALL(library, name_place, void *, size_t, void *, char **)(session->handle, index, library->allocator, &name), message))
    return false;
  port->name = strdup(name);
  is_fine(library, CALL(library, ALLOCATOR_FREE, void *, void *)(library->allocator, name), message);
  if (!port->name) return false;
  void *type = NULL;
  if (!is_fine(library, CALL(library, type_place, void *, size_t, void **)(session->handle, index, &type), message)) return false;
  const void *tensor = NULL;
  bool fine = is_fine(library, CALL(library, CAST_TYPE_INFO_TO_TENSOR_INFO, const void *, const void **)(type, &tensor), message);
  if (fine && tensor) fine = read_shape(library, tensor, &port->element, &port->rank, port->shape, message);
  FUNCTION(library, RELEASE_TYPE_INFO, void, void *)(type);
  return fine;
}

static textmill_onnx_port *read_ports(
    textmill_onnx_session *session, int count_place, int name_place, int type_place, size_t *count, char *message) {
  const textmill_onnx_library *library = session->library;
  size_t expected = 0;
  if (!is_fine(library, CALL(library, count_place, void *, size_t *)(session->handle, &expected), message)) return NULL;
  textmill_onnx_port *ports = calloc(expected + 1, sizeof *ports);
  if (!ports) return NULL;
  *count = expected;
  for (size_t index = 0; index < expected; index++)
    if (!read_port(session, index, name_place, type_place, &ports[index], message)) {
      for (size_t made = 0; made <= index; made++) free((char *)ports[made].name);
      free(ports);
      *count = 0;
      return NULL;
    }
  return ports;
}

static bool set_options(const textmill_onnx_library *library, void *options, char *message) {
  return is_fine(library, CALL(library, SET_SESSION_LOG_SEVERITY_LEVEL, void *, int)(options, LOG_FATAL), message) &&
         is_fine(library, CALL(library, SET_SESSION_GRAPH_OPTIMIZATION_LEVEL, void *, int)(options, OPTIMIZE_ALL), message) &&
         is_fine(library, CALL(library, SET_SESSION_EXECUTION_MODE, void *, int)(options, SEQUENTIAL), message) &&
         is_fine(library, CALL(library, SET_INTRA_OP_NUM_THREADS, void *, int)(options, 1), message) &&
         is_fine(library, CALL(library, SET_INTER_OP_NUM_THREADS, void *, int)(options, 1), message) &&
         // A plan of the memory is kept for every shape that was seen, and shapes differ from batch to batch.
         is_fine(library, CALL(library, DISABLE_MEM_PATTERN, void *)(options), message) &&
         is_fine(library, CALL(library, ENABLE_CPU_MEM_ARENA, void *)(options), message) &&
         is_fine(
             library,
             CALL(library, ADD_SESSION_CONFIG_ENTRY, void *, const char *, const char *)(options, "session.intra_op.allow_spinning", "0"),
             message) &&
         is_fine(
             library,
             CALL(library, ADD_SESSION_CONFIG_ENTRY, void *, const char *, const char *)(options, "session.inter_op.allow_spinning", "0"),
             message);
}

textmill_onnx_session *textmill_onnx_open(const textmill_onnx_library *library, const void *model, size_t count, char *message) {
  message[0] = 0;
  void *options = NULL, *handle = NULL;
  if (!is_fine(library, CALL(library, CREATE_SESSION_OPTIONS, void **)(&options), message)) return NULL;
  bool fine = set_options(library, options, message) &&
              is_fine(
                  library,
                  CALL(library, CREATE_SESSION_FROM_ARRAY, const void *, const void *, size_t, const void *, void **)(
                      library->environment, model, count, options, &handle),
                  message);
  FUNCTION(library, RELEASE_SESSION_OPTIONS, void, void *)(options);
  if (!fine) return NULL;
  textmill_onnx_session *session = calloc(1, sizeof *session);
  if (!session) {
    FUNCTION(library, RELEASE_SESSION, void, void *)(handle);
    say(message, "there is no memory");
    return NULL;
  }
  session->library = library;
  session->handle = handle;
  session->inputs = read_ports(
      session, SESSION_GET_INPUT_COUNT, SESSION_GET_INPUT_NAME, SESSION_GET_INPUT_TYPE_INFO, &session->input_count, message);
  session->outputs = read_ports(
      session, SESSION_GET_OUTPUT_COUNT, SESSION_GET_OUTPUT_NAME, SESSION_GET_OUTPUT_TYPE_INFO, &session->output_count, message);
  if (session->inputs && session->outputs) return session;
  if (!message[0]) say(message, "there is no memory");
  textmill_onnx_close(session);
  return NULL;
}

void textmill_onnx_close(textmill_onnx_session *session) {
  FUNCTION(session->library, RELEASE_SESSION, void, void *)(session->handle);
  for (size_t index = 0; index < session->input_count; index++) free((char *)session->inputs[index].name);
  for (size_t index = 0; index < session->output_count; index++) free((char *)session->outputs[index].name);
  free(session->inputs);
  free(session->outputs);
  free(session);
}

size_t textmill_onnx_inputs(const textmill_onnx_session *session, const textmill_onnx_port **ports) {
  *ports = session->inputs;
  return session->input_count;
}

size_t textmill_onnx_outputs(const textmill_onnx_session *session, const textmill_onnx_port **ports) {
  *ports = session->outputs;
  return session->output_count;
}

/// Says where an output's elements are, and what they are.
static bool read_output(const textmill_onnx_library *library, void *value, textmill_onnx_tensor *output, char *message) {
  void *info = NULL;
  size_t elements = 0;
  if (!is_fine(library, CALL(library, GET_TENSOR_TYPE_AND_SHAPE, const void *, void **)(value, &info), message)) return false;
  bool fine = read_shape(library, info, &output->element, &output->rank, output->shape, message) &&
              is_fine(library, CALL(library, GET_TENSOR_SHAPE_ELEMENT_COUNT, const void *, size_t *)(info, &elements), message) &&
              is_fine(library, CALL(library, GET_TENSOR_MUTABLE_DATA, void *, void **)(value, &output->data), message);
  FUNCTION(library, RELEASE_TENSOR_TYPE_AND_SHAPE_INFO, void, void *)(info);
  size_t width = output->element == TEXTMILL_ONNX_INT64 ? 8 : output->element == TEXTMILL_ONNX_FLOAT || output->element == TEXTMILL_ONNX_INT32 ? 4 : 0;
  output->bytes = elements * width;
  return fine;
}

bool textmill_onnx_run(
    textmill_onnx_session *session, const textmill_onnx_tensor *inputs, size_t input_count, textmill_onnx_tensor *outputs, size_t output_count,
    char *message) {
  const textmill_onnx_library *library = session->library;
  void *given[TEXTMILL_ONNX_TENSORS] = {0}, *made[TEXTMILL_ONNX_TENSORS] = {0};
  const char *given_names[TEXTMILL_ONNX_TENSORS], *made_names[TEXTMILL_ONNX_TENSORS];
  message[0] = 0;
  if (input_count > TEXTMILL_ONNX_TENSORS || output_count > TEXTMILL_ONNX_TENSORS) {
    say(message, "there are too many inputs or outputs");
    return false;
  }
  bool fine = true;
  for (size_t index = 0; index < input_count && fine; index++) {
    const textmill_onnx_tensor *input = &inputs[index];
    given_names[index] = input->name;
    fine = is_fine(
        library,
        CALL(library, CREATE_TENSOR_WITH_DATA_AS_ORT_VALUE, const void *, void *, size_t, const int64_t *, size_t, int, void **)(
            library->memory, input->data, input->bytes, input->shape, input->rank, input->element, &given[index]),
        message);
  }
  for (size_t index = 0; index < output_count; index++) {
    made_names[index] = outputs[index].name;
    outputs[index].value = NULL;
  }
  if (fine)
    fine = is_fine(
        library,
        CALL(library, RUN, void *, const void *, const char *const *, void *const *, size_t, const char *const *, size_t, void **)(
            session->handle, NULL, given_names, given, input_count, made_names, output_count, made),
        message);
  for (size_t index = 0; index < output_count; index++) {
    outputs[index].value = made[index];
    if (fine) fine = read_output(library, made[index], &outputs[index], message);
  }
  for (size_t index = 0; index < input_count; index++)
    if (given[index]) FUNCTION(library, RELEASE_VALUE, void, void *)(given[index]);
  if (!fine) textmill_onnx_release(session, outputs, output_count);
  return fine;
}

void textmill_onnx_release(textmill_onnx_session *session, textmill_onnx_tensor *outputs, size_t output_count) {
  for (size_t index = 0; index < output_count; index++) {
    if (outputs[index].value) FUNCTION(session->library, RELEASE_VALUE, void, void *)(outputs[index].value);
    outputs[index].value = NULL;
  }
}
