#pragma once

#include <stddef.h>

/// Asks for the cache lines in which some bytes lie, and waits for nothing; reads none of them.
static inline void prefetch_bytes(const void *start, size_t count) {
    for (size_t offset = 0; offset < count; offset += 64) __builtin_prefetch((const char *)start + offset);
}
