#pragma once

#include <stdint.h>

/// Nanoseconds of CPU that this thread has used.
uint64_t measure_thread_nanoseconds(void);

/// Calls of malloc, calloc, realloc and of the aligned ones by all threads since the program began.
///
/// The executable's own definitions stand before the C library's and pass every call on to it.
uint64_t measure_allocations(void);

/// Bytes of memory that are allocated, what malloc needs around them included.
uint64_t measure_heap_bytes(void);

/// Counts instructions from here on, when the program runs under callgrind.
void measure_begin(void);

/// Counts no more, and writes what was counted since `measure_begin` under a name.
void measure_end(const char *name);
