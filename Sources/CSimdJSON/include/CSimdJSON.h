#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a token stands for. `CSJ_KEY` tokens stand directly before the value of their member.
enum {
    CSJ_OBJECT = 1,
    CSJ_ARRAY = 2,
    CSJ_STRING = 3,
    CSJ_NUMBER = 4,
    CSJ_TRUE = 5,
    CSJ_FALSE = 6,
    CSJ_NULL = 7,
    CSJ_KEY = 8,
};

/// Flags of a token.
enum {
    /// The bytes of this string or key stand in the side buffer because the source has an escape in them.
    CSJ_FLAG_UNESCAPED = 1,
    /// This number has a fraction or an exponent.
    CSJ_FLAG_FRACTIONAL = 2,
};

/// Why a document was refused.
enum {
    CSJ_OK = 0,
    CSJ_EMPTY = 1,
    CSJ_TOO_LARGE = 2,
    CSJ_TOO_DEEP = 3,
    CSJ_TOO_MANY_TOKENS = 4,
    CSJ_INVALID_UTF8 = 5,
    CSJ_UNCLOSED_STRING = 6,
    CSJ_CONTROL_CHARACTER = 7,
    CSJ_INVALID_ESCAPE = 8,
    CSJ_LONE_SURROGATE = 9,
    CSJ_INVALID_NUMBER = 10,
    CSJ_INVALID_LITERAL = 11,
    CSJ_UNEXPECTED_CHARACTER = 12,
    CSJ_UNEXPECTED_END = 13,
    CSJ_TRAILING_CONTENT = 14,
    CSJ_OUT_OF_MEMORY = 15,
};

/// One value or key of the tape, 16 bytes.
typedef struct csj_token {
    /// Where the bytes begin: in the source, or in the side buffer under `CSJ_FLAG_UNESCAPED`. Of an object: the set of
    /// its keys' hashes, each a bit: ((tag ^ length) * 0x9E3779B1) >> 27, where the tag is the `end` of the key.
    uint32_t offset;
    /// Bytes of a string, key, number or literal; members of an object; elements of an array.
    uint32_t length;
    /// Index of the token after this value. Of a key: its first four bytes, little endian, padded with zeros.
    uint32_t end;
    uint8_t kind;
    uint8_t flags;
    uint16_t reserved;
} csj_token;

/// The outcome of a parse. Pointers stay valid until the next parse with, or the destruction of, the same parser;
/// `source` may be the caller's buffer.
typedef struct csj_tape {
    const csj_token *tokens;
    const uint8_t *source;
    const uint8_t *strings;
    /// Byte offset of the fault, `SIZE_MAX` when it has none.
    size_t error_offset;
} csj_tape;

typedef struct csj_parser csj_parser;

/// Makes a parser, or returns NULL when memory is short. Buffers grow with the documents, up to the limits.
csj_parser *csj_parser_create(uint32_t max_bytes, uint32_t max_depth, uint32_t max_tokens);

void csj_parser_destroy(csj_parser *parser);

/// Parses one document that fills `length` bytes; no padding is needed. Returns `CSJ_OK` or a reason.
int32_t csj_parser_parse(csj_parser *parser, const uint8_t *bytes, size_t length);

/// The outcome of the latest parse; it stands in the parser.
const csj_tape *csj_parser_tape(const csj_parser *parser);

#ifdef __cplusplus
}
#endif
