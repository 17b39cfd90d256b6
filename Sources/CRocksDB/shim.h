// The C boundary of the RocksDB module: RocksDB's own C API, and nothing else.
#ifndef TREUE_CROCKSDB_SHIM_H
#define TREUE_CROCKSDB_SHIM_H

#include <rocksdb/c.h>

#endif
