#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro that Swift can't call; 16 + 15 window bits mean gzip framing only.
static inline int czlib_gzip_init(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
