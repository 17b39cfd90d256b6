#ifndef CRE2_H
#define CRE2_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression. It may be matched from several threads at once.
typedef struct cel_pattern cel_pattern;

/// Compiles UTF-8 text in the syntax of RE2, which may use that many bytes, for matching too.
/// Answers NULL if it is no pattern, needs more memory, or there is none left. Never throws.
cel_pattern *_Nullable cel_pattern_compile(const uint8_t *_Nullable text, size_t length, int64_t memory);

/// Answers 1 if the pattern matches anywhere in the text, 0 if not, -1 if there is not enough memory to tell.
/// Takes time linear in the length of the text. Never throws.
int cel_pattern_matches(const cel_pattern *_Nonnull pattern, const uint8_t *_Nullable text, size_t length);

/// Frees a pattern.
void cel_pattern_free(cel_pattern *_Nullable pattern);

/// Where bytes first occur in others, counted from 0; -1 if they don't. Takes time linear in both lengths.
ptrdiff_t cel_find(
    const uint8_t *_Nullable bytes, size_t length, const uint8_t *_Nullable wanted, size_t wanted_length);

#ifdef __cplusplus
}
#endif

#endif
