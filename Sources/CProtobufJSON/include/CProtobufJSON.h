#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Why a schema or a message was refused.
enum {
    CPJ_OK = 0,
    /// The schema's text is not valid, or something that it imports is missing.
    CPJ_INVALID_SCHEMA = 1,
    /// The message indexes name no message of the schema.
    CPJ_NO_MESSAGE = 2,
    /// The bytes are no message of this type, or have no form in JSON.
    CPJ_MALFORMED = 3,
    /// Messages are nested more deeply than 64 levels.
    CPJ_TOO_DEEP = 4,
    /// The message takes too much memory, or its JSON more than 4 MiB.
    CPJ_TOO_LARGE = 5,
    CPJ_OUT_OF_MEMORY = 6,
};

/// One .proto file. The name is what other files import it by.
typedef struct cpj_file {
    const char *name;
    size_t name_size;
    const char *text;
    size_t text_size;
} cpj_file;

typedef struct cpj_schema cpj_schema;

/// Compiles files, each after those that it imports; the last one is the schema itself. Google's well-known files need
/// not be given. With `prints_defaults` fields without presence are printed even when they hold their default.
/// On failure `*schema` is NULL and `message` says why, ended by a zero, cut to `capacity` bytes.
int32_t cpj_schema_create(
    const cpj_file *files, size_t count, int prints_defaults, cpj_schema **schema, char *message, size_t capacity);

void cpj_schema_destroy(cpj_schema *schema);

/// Turns a message into JSON text, which stays valid until the next call with, or the destruction of, the schema.
/// The indexes lead from the last file's messages through nested ones. One thread at a time.
int32_t cpj_schema_decode(
    cpj_schema *schema, const int32_t *indexes, size_t index_count, const uint8_t *bytes, size_t count,
    const uint8_t **json, size_t *json_count);

#ifdef __cplusplus
}
#endif
