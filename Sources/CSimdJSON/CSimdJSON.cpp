#include "CSimdJSON.h"

#include <simdjson.h>

#include <cstring>
#include <memory>
#include <new>
#include <string>

// simdjson's first stage finds, at vector speed and chosen for the running CPU, where every token begins, and validates
// UTF-8, closed strings and control characters. The walk below checks the grammar from there. It trusts the first stage
// with the inside of strings; every other byte is looked at again, and no read leaves the document.

namespace {

constexpr size_t noOffset = SIZE_MAX;

inline bool isSpace(uint8_t c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
inline bool isDigit(uint8_t c) { return uint8_t(c - '0') < 10; }

/// Whether nothing but white space stands in a range.
inline bool onlySpace(const uint8_t *bytes, uint32_t from, uint32_t bound) {
    if (__builtin_expect(from == bound, 1)) return true;
    while (from < bound && isSpace(bytes[from])) from++;
    return from == bound;
}

/// Stores a token with two writes.
inline void store(csj_token *token, uint32_t offset, uint32_t length, uint32_t end, uint8_t kind, uint8_t flags) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    static_assert(sizeof *token == 16 && offsetof(csj_token, kind) == 12 && offsetof(csj_token, flags) == 13);
    const uint64_t low = offset | uint64_t(length) << 32;
    const uint64_t high = end | uint64_t(kind | uint32_t(flags) << 8) << 32;
    std::memcpy(token, &low, 8);
    std::memcpy(&token->end, &high, 8);
#else
    *token = {offset, length, end, kind, flags, 0};
#endif
}

/// The first four bytes of a key, little endian, padded with zeros; `readable` bytes may be looked at.
inline uint32_t keyTag(const uint8_t *key, uint32_t size, uint32_t readable) {
    uint32_t tag = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (readable >= 4) {
        std::memcpy(&tag, key, 4);
        return size >= 4 ? tag : tag & ((1U << (8 * size)) - 1);
    }
#endif
    for (uint32_t i = 0; i < size && i < 4; i++) tag |= uint32_t(key[i]) << (8 * i);
    return tag;
}

/// The bit that stands for a key in its object's set.
inline uint32_t keyBit(uint32_t tag, uint32_t size) { return 1U << (((tag ^ size) * 0x9E3779B1U) >> 27); }

/// Where the digits from `i` on end.
inline uint32_t digits(const uint8_t *text, uint32_t i, uint32_t bound) {
    while (i < bound && isDigit(text[i])) i++;
    return i;
}

/// Where a point at `i` and the digits behind it end; `i` when there is none, or nothing behind it.
inline uint32_t pointDigits(const uint8_t *text, uint32_t i, uint32_t bound) {
    if (i == bound || text[i] != '.') return i;
    const uint32_t end = digits(text, i + 1, bound);
    return end == i + 1 ? i : end;
}

int hexValue(uint8_t c) {
    if (isDigit(c)) return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Four hexadecimal digits at `p`, or -1.
int32_t hex4(const uint8_t *p, const uint8_t *end) {
    if (end - p < 4) return -1;
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hexValue(p[i]);
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

uint8_t *appendScalar(uint8_t *out, uint32_t c) {
    if (c < 0x80) {
        *out++ = uint8_t(c);
    } else if (c < 0x800) {
        *out++ = uint8_t(0xC0 | c >> 6);
        *out++ = uint8_t(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = uint8_t(0xE0 | c >> 12);
        *out++ = uint8_t(0x80 | (c >> 6 & 0x3F));
        *out++ = uint8_t(0x80 | (c & 0x3F));
    } else {
        *out++ = uint8_t(0xF0 | c >> 18);
        *out++ = uint8_t(0x80 | (c >> 12 & 0x3F));
        *out++ = uint8_t(0x80 | (c >> 6 & 0x3F));
        *out++ = uint8_t(0x80 | (c & 0x3F));
    }
    return out;
}

uint8_t simpleEscape(uint8_t c) {
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '/': return '/';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

/// Length of the well-formed UTF-8 sequence at `p`, or 0.
size_t sequenceLength(const uint8_t *p, const uint8_t *end) {
    uint8_t c = p[0];
    if (c < 0x80) return 1;
    size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || size_t(end - p) < n) return 0;
    uint8_t low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    uint8_t high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
    }
    return n;
}

/// Finds the place of a fault that the first stage reports without one. Slow, for refused documents only.
size_t locate(simdjson::error_code error, const uint8_t *bytes, size_t length) {
    size_t opened = noOffset;
    for (size_t i = 0; i < length;) {
        size_t n = sequenceLength(bytes + i, bytes + length);
        if (n == 0) return error == simdjson::UTF8_ERROR ? i : opened;
        if (opened == noOffset) {
            if (bytes[i] == '"') opened = i;
        } else if (bytes[i] == '"') {
            opened = noOffset;
        } else if (bytes[i] == '\\') {
            n += 1;
        } else if (bytes[i] < 0x20 && error == simdjson::UNESCAPED_CHARS) {
            return i;
        }
        i += n;
    }
    return error == simdjson::UNCLOSED_STRING ? opened : noOffset;
}

int32_t translated(simdjson::error_code error) {
    switch (error) {
    case simdjson::EMPTY: return CSJ_EMPTY;
    case simdjson::UTF8_ERROR: return CSJ_INVALID_UTF8;
    case simdjson::UNCLOSED_STRING: return CSJ_UNCLOSED_STRING;
    case simdjson::UNESCAPED_CHARS: return CSJ_CONTROL_CHARACTER;
    case simdjson::MEMALLOC: return CSJ_OUT_OF_MEMORY;
    case simdjson::CAPACITY: return CSJ_TOO_LARGE;
    default: return CSJ_UNEXPECTED_CHARACTER;
    }
}

/// Debian's simdjson may return with the upper halves of the vector registers in use, which makes every SSE instruction
/// after it several times slower.
inline void clearVectorState() {
#if defined(__x86_64__)
    __asm__ volatile("vzeroupper" ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                     "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
#endif
}

template <typename T>
bool grow(std::unique_ptr<T[]> &buffer, size_t &capacity, size_t wanted) {
    if (wanted <= capacity) return true;
    size_t size = 256;
    while (size < wanted) size *= 2;
    buffer.reset(new (std::nothrow) T[size]);
    capacity = buffer ? size : 0;
    return bool(buffer);
}

}  // namespace

struct csj_parser {
    uint32_t maxBytes, maxDepth, maxTokens;
    bool copiesInput = false, leavesVectorState = false;
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
    std::unique_ptr<uint32_t[]> stack;
    std::unique_ptr<csj_token[]> tokens;
    size_t tokenCapacity = 0;
    std::unique_ptr<uint8_t[]> strings, padded;
    size_t stringCapacity = 0, paddedCapacity = 0;

    // The document under way.
    const uint8_t *bytes = nullptr;
    uint32_t length = 0, limit = 0;
    uint8_t *stringEnd = nullptr;
    bool hasEscapes = false;
    size_t errorOffset = noOffset;
    csj_tape tape = {};

    int32_t prepare(size_t wanted);
    int32_t parse(const uint8_t *input, size_t size);

private:
    int32_t fail(int32_t code, size_t offset) {
        errorOffset = offset;
        return code;
    }
    template <bool mayEscape>
    int32_t walk(const uint32_t *next, const uint32_t *last);
    template <bool mayEscape>
    int32_t string(
        const uint8_t *text, uint32_t size, csj_token *token, uint32_t start, uint32_t bound, uint8_t kind, uint32_t next);
    int32_t number(const uint8_t *text, csj_token *token, uint32_t start, uint32_t bound, uint32_t next);
    int32_t literal(uint32_t start, uint32_t bound, uint32_t index);
    int32_t unescape(uint32_t start, uint32_t end, csj_token &token);
};

int32_t csj_parser::prepare(size_t wanted) {
    if (stage && wanted + simdjson::SIMDJSON_PADDING <= stage->capacity()) return CSJ_OK;
    size_t size = 4096;
    while (size < wanted + simdjson::SIMDJSON_PADDING) size *= 2;
    if (!stage) {
        const simdjson::implementation *implementation = simdjson::get_active_implementation();
        if (auto error = implementation->create_dom_parser_implementation(size, 1, stage)) {
            stage.reset();
            return translated(error);
        }
        // The portable implementation is the only one not known to keep its reads inside the document.
        const std::string name = simdjson::get_active_implementation()->name();
        copiesInput = name == "fallback";
        leavesVectorState = name == "haswell" || name == "icelake";
    } else if (auto error = stage->set_capacity(size)) {
        stage.reset();
        return translated(error);
    }
    return CSJ_OK;
}

int32_t csj_parser::parse(const uint8_t *input, size_t size) {
    errorOffset = noOffset;
    bytes = input;
    stringEnd = nullptr;
    if (size == 0) return fail(CSJ_EMPTY, 0);
    if (size > maxBytes) return fail(CSJ_TOO_LARGE, maxBytes);
    if (int32_t code = prepare(size)) return code;
    if (copiesInput) {
        if (!grow(padded, paddedCapacity, size + simdjson::SIMDJSON_PADDING)) return CSJ_OUT_OF_MEMORY;
        std::memcpy(padded.get(), input, size);
        std::memset(padded.get() + size, ' ', simdjson::SIMDJSON_PADDING);
        bytes = padded.get();
    }
    length = uint32_t(size);
    // One look at the whole document is cheaper than one at every string.
    hasEscapes = std::memchr(bytes, '\\', size) != nullptr;
    const simdjson::error_code error = stage->stage1(bytes, size, simdjson::stage1_mode::regular);
    if (leavesVectorState) clearVectorState();
    if (error) {
        return fail(translated(error), error == simdjson::EMPTY ? 0 : locate(error, bytes, size));
    }
    // A token needs an index of its own, so the walk can't run over this.
    uint32_t indexes = stage->n_structural_indexes;
    limit = indexes < maxTokens ? indexes : maxTokens;
    if (!grow(tokens, tokenCapacity, size_t(limit) + 1)) return CSJ_OUT_OF_MEMORY;
    // One entry more, so that the bound of the last token is found like any other; the array has room for it.
    uint32_t *first = stage->structural_indexes.get();
    first[indexes] = length;
    if (!onlySpace(bytes, 0, *first)) return fail(CSJ_UNEXPECTED_CHARACTER, 0);
    return hasEscapes ? walk<true>(first, first + indexes) : walk<false>(first, first + indexes);
}

template <bool mayEscape>
[[gnu::always_inline]] inline int32_t csj_parser::string(
    const uint8_t *text, uint32_t size, csj_token *token, uint32_t start, uint32_t bound, uint8_t kind, uint32_t next) {
    // Between an opening quote and the next index stand the content, the closing quote and white space.
    const uint32_t from = start + 1;
    uint32_t close = bound - 1;
    if (__builtin_expect(close < from || text[close] != '"', 0)) {
        while (close >= from && isSpace(text[close])) close--;
        if (close < from || text[close] != '"') return fail(CSJ_UNEXPECTED_CHARACTER, close);
    }
    const uint32_t count = close - from;
    store(token, from, count, kind == CSJ_KEY ? keyTag(text + from, count, size - from) : next, kind, 0);
    if constexpr (mayEscape) {
        if (std::memchr(text + from, '\\', count)) return unescape(from, close, *token);
    }
    return CSJ_OK;
}

[[gnu::always_inline]] inline int32_t csj_parser::number(
    const uint8_t *text, csj_token *token, uint32_t start, uint32_t bound, uint32_t next) {
    uint32_t i = start;
    uint8_t flags = 0;
    if (text[i] == '-') i++;
    uint32_t digits = i;
    while (i < bound && isDigit(text[i])) i++;
    if (i == digits || (text[digits] == '0' && i - digits > 1)) return fail(CSJ_INVALID_NUMBER, start);
    if (i < bound && text[i] == '.') {
        flags = CSJ_FLAG_FRACTIONAL;
        digits = ++i;
        while (i < bound && isDigit(text[i])) i++;
        if (i == digits) return fail(CSJ_INVALID_NUMBER, start);
    }
    if (i < bound && (text[i] | 0x20) == 'e') {
        flags = CSJ_FLAG_FRACTIONAL;
        i++;
        if (i < bound && (text[i] == '+' || text[i] == '-')) i++;
        digits = i;
        while (i < bound && isDigit(text[i])) i++;
        if (i == digits) return fail(CSJ_INVALID_NUMBER, start);
    }
    if (!onlySpace(text, i, bound)) return fail(CSJ_INVALID_NUMBER, start);
    store(token, start, i - start, next, CSJ_NUMBER, flags);
    return CSJ_OK;
}

template <bool mayEscape>
int32_t csj_parser::walk(const uint32_t *next, const uint32_t *last) {
    // Locals, because stores to the tape might otherwise change what the members say.
    const uint8_t *const text = bytes;
    csj_token *const tape = tokens.get();
    const uint32_t size = length, most = limit;
    uint32_t n = 0, depth = 0;
    csj_token *open = nullptr;
    bool inObject = false;
    int32_t code = CSJ_OK;

value:
    if (next == last) return fail(CSJ_UNEXPECTED_END, size);
    {
        uint32_t at = *next++;
        uint32_t bound = *next;
        if (n == most) return fail(CSJ_TOO_MANY_TOKENS, at);
        uint8_t c = text[at];
        if (c == '"') {
            if ((code = string<mayEscape>(text, size, tape + n, at, bound, CSJ_STRING, n + 1))) return code;
        } else if (c == '-' || isDigit(c)) {
            if ((code = number(text, tape + n, at, bound, n + 1))) return code;
        } else if (c == '{' || c == '[') {
            if (depth == maxDepth) return fail(CSJ_TOO_DEEP, at);
            inObject = c == '{';
            stack[depth++] = n;
            open = tape + n;
            store(open, inObject ? 0 : at, 0, 0, inObject ? CSJ_OBJECT : CSJ_ARRAY, 0);
            n++;
            if (!onlySpace(text, at + 1, bound)) return fail(CSJ_UNEXPECTED_CHARACTER, at + 1);
            if (next == last) return fail(CSJ_UNEXPECTED_END, size);
            if (text[*next] == (inObject ? '}' : ']')) goto close;
            if (inObject) goto key;
            goto value;
        } else {
            if ((code = literal(at, bound, n))) return code;
        }
        n++;
    }

finished:
    if (depth == 0) {
        return next == last ? int32_t(CSJ_OK) : fail(CSJ_TRAILING_CONTENT, *next);
    }
    open->length++;
    if (next == last) return fail(CSJ_UNEXPECTED_END, size);

separator:
    {
        uint32_t at = *next;
        if (text[at] == ',') {
            next++;
            if (!onlySpace(text, at + 1, *next)) return fail(CSJ_UNEXPECTED_CHARACTER, at + 1);
            if (inObject) goto key;
            goto value;
        }
        if (text[at] != (inObject ? '}' : ']')) return fail(CSJ_UNEXPECTED_CHARACTER, at);
    }

close:
    {
        uint32_t at = *next++;
        if (!onlySpace(text, at + 1, *next)) {
            return fail(depth == 1 ? CSJ_TRAILING_CONTENT : CSJ_UNEXPECTED_CHARACTER, at + 1);
        }
        open->end = n;
        if (--depth > 0) {
            open = tape + stack[depth - 1];
            inObject = open->kind == CSJ_OBJECT;
        }
        goto finished;
    }

key:
    if constexpr (!mayEscape) {
        // Most members are written as "key":"text", or "key":12.5, without white space; of them few steps are needed.
        // Where anything is different the steps below and those of a value look again, and tell what is wrong.
        while (last - next >= 4 && most - n >= 2) {
            const uint32_t at = next[0], colon = next[1], from = next[2], bound = next[3];
            if (text[at] != '"' || colon - at < 2 || text[colon - 1] != '"' || text[colon] != ':' || from != colon + 1) {
                break;
            }
            csj_token *const token = tape + n;
            // The quote, the colon, the value and what follows it can be read behind the key, however short it is.
            const uint32_t count = colon - at - 2, tag = keyTag(text + at + 1, count, 4);
            store(token, at + 1, count, tag, CSJ_KEY, 0);
            open->offset |= keyBit(tag, count);
            if (text[from] == '"') {
                if (bound - from < 2 || text[bound - 1] != '"') goto valueOfKey;
                store(token + 1, from + 1, bound - from - 2, n + 2, CSJ_STRING, 0);
            } else {
                const uint32_t point = digits(text, from, bound), end = pointDigits(text, point, bound);
                if (point == from || end != bound || (text[from] == '0' && point - from > 1)) goto valueOfKey;
                store(token + 1, from, bound - from, n + 2, CSJ_NUMBER, point == end ? 0 : CSJ_FLAG_FRACTIONAL);
            }
            n += 2;
            next += 3;
            open->length++;
            if (text[bound] != ',' || next[1] != bound + 1) goto separator;
            next++;
            continue;

        valueOfKey:
            n++;
            next += 2;
            goto value;
        }
    }
    {
        if (next == last) return fail(CSJ_UNEXPECTED_END, size);
        uint32_t at = *next++;
        if (text[at] != '"') return fail(CSJ_UNEXPECTED_CHARACTER, at);
        if (n == most) return fail(CSJ_TOO_MANY_TOKENS, at);
        if ((code = string<mayEscape>(text, size, tape + n, at, *next, CSJ_KEY, n + 1))) return code;
        open->offset |= keyBit(tape[n].end, tape[n].length);
        n++;
        if (next == last) return fail(CSJ_UNEXPECTED_END, size);
        at = *next++;
        if (text[at] != ':') return fail(CSJ_UNEXPECTED_CHARACTER, at);
        if (!onlySpace(text, at + 1, *next)) return fail(CSJ_UNEXPECTED_CHARACTER, at + 1);
    }
    goto value;
}

int32_t csj_parser::unescape(uint32_t start, uint32_t end, csj_token &token) {
    if (!stringEnd) {
        // Unescaping never lengthens, so one buffer of the document's size is enough and never moves.
        if (!grow(strings, stringCapacity, length)) return CSJ_OUT_OF_MEMORY;
        stringEnd = strings.get();
    }
    uint8_t *out = stringEnd;
    const uint8_t *p = bytes + start, *const stop = bytes + end;
    while (p < stop) {
        if (*p == '"') return fail(CSJ_UNEXPECTED_CHARACTER, size_t(p - bytes));
        if (*p != '\\') {
            *out++ = *p++;
            continue;
        }
        size_t at = size_t(p - bytes);
        if (stop - p < 2) return fail(CSJ_INVALID_ESCAPE, at);
        if (p[1] != 'u') {
            uint8_t c = simpleEscape(p[1]);
            if (!c) return fail(CSJ_INVALID_ESCAPE, at);
            *out++ = c;
            p += 2;
            continue;
        }
        int32_t unit = hex4(p + 2, stop);
        if (unit < 0) return fail(CSJ_INVALID_ESCAPE, at);
        p += 6;
        uint32_t scalar = uint32_t(unit);
        if (unit >= 0xD800 && unit <= 0xDFFF) {
            bool paired = unit <= 0xDBFF && stop - p >= 6 && p[0] == '\\' && p[1] == 'u';
            int32_t low = paired ? hex4(p + 2, stop) : -1;
            if (low < 0xDC00 || low > 0xDFFF) return fail(CSJ_LONE_SURROGATE, at);
            scalar = 0x10000 + (uint32_t(unit - 0xD800) << 10 | uint32_t(low - 0xDC00));
            p += 6;
        }
        out = appendScalar(out, scalar);
    }
    token.offset = uint32_t(stringEnd - strings.get());
    token.length = uint32_t(out - stringEnd);
    token.flags = CSJ_FLAG_UNESCAPED;
    if (token.kind == CSJ_KEY) token.end = keyTag(stringEnd, token.length, token.length);
    stringEnd = out;
    return CSJ_OK;
}

int32_t csj_parser::literal(uint32_t start, uint32_t bound, uint32_t index) {
    const char *word;
    uint8_t kind;
    switch (bytes[start]) {
    case 't': word = "true"; kind = CSJ_TRUE; break;
    case 'f': word = "false"; kind = CSJ_FALSE; break;
    case 'n': word = "null"; kind = CSJ_NULL; break;
    default: {
        uint8_t c = bytes[start] | 0x20;
        return fail(c >= 'a' && c <= 'z' ? CSJ_INVALID_LITERAL : CSJ_UNEXPECTED_CHARACTER, start);
    }
    }
    uint32_t size = uint32_t(std::strlen(word));
    if (bound - start < size || std::memcmp(bytes + start, word, size) != 0 || !onlySpace(bytes, start + size, bound)) {
        return fail(CSJ_INVALID_LITERAL, start);
    }
    tokens[index] = {start, size, index + 1, kind, 0, 0};
    return CSJ_OK;
}

csj_parser *csj_parser_create(uint32_t maxBytes, uint32_t maxDepth, uint32_t maxTokens) {
    auto *parser = new (std::nothrow) csj_parser();
    if (!parser) return nullptr;
    parser->maxBytes = maxBytes;
    parser->maxDepth = maxDepth;
    parser->maxTokens = maxTokens;
    parser->stack.reset(new (std::nothrow) uint32_t[size_t(maxDepth) + 1]);
    if (!parser->stack) {
        delete parser;
        return nullptr;
    }
    return parser;
}

void csj_parser_destroy(csj_parser *parser) { delete parser; }

int32_t csj_parser_parse(csj_parser *parser, const uint8_t *bytes, size_t length) {
    const int32_t code = parser->parse(bytes, length);
    parser->tape = {parser->tokens.get(), parser->bytes, parser->strings.get(), parser->errorOffset};
    return code;
}

const csj_tape *csj_parser_tape(const csj_parser *parser) { return &parser->tape; }
