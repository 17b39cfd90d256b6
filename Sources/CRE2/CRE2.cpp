#include "CRE2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>

struct cel_pattern {
    RE2 expression;

    cel_pattern(const re2::StringPiece &text, const RE2::Options &options) : expression(text, options) {}
};

static re2::StringPiece piece(const uint8_t *text, size_t length) {
    // RE2 tells "no text" from "empty text" by the pointer in some places.
    return length == 0 ? re2::StringPiece("", 0) : re2::StringPiece(reinterpret_cast<const char *>(text), length);
}

extern "C" cel_pattern *cel_pattern_compile(const uint8_t *text, size_t length, int64_t memory) {
    try {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_never_capture(true);
        options.set_max_mem(memory);
        cel_pattern *pattern = new cel_pattern(piece(text, length), options);
        if (pattern->expression.ok()) return pattern;
        delete pattern;
        return nullptr;
    } catch (...) {
        return nullptr;
    }
}

extern "C" int cel_pattern_matches(const cel_pattern *pattern, const uint8_t *text, size_t length) {
    try {
        const re2::StringPiece whole = piece(text, length);
        return pattern->expression.Match(whole, 0, whole.size(), RE2::UNANCHORED, nullptr, 0) ? 1 : 0;
    } catch (...) {
        return -1;
    }
}

extern "C" void cel_pattern_free(cel_pattern *pattern) { delete pattern; }

extern "C" ptrdiff_t cel_find(const uint8_t *bytes, size_t length, const uint8_t *wanted, size_t wanted_length) {
    if (wanted_length == 0) return 0;
    if (wanted_length > length) return -1;
    const void *found = memmem(bytes, length, wanted, wanted_length);
    return found == nullptr ? -1 : static_cast<const uint8_t *>(found) - bytes;
}
