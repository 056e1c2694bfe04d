#include "server/store/rocks_options.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

namespace geminid::store {
namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

} // namespace

rocksdb::Options small_rocks_options() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = 4 * mib;
  options.max_write_buffer_number = 2;
  options.db_write_buffer_size = 8 * mib;
  options.arena_block_size = 256 * kib;
  options.max_total_wal_size = 16 * mib;
  options.max_background_jobs = 2;
  options.max_open_files = 64;
  options.max_file_opening_threads = 1;
  options.compression = rocksdb::kNoCompression;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.max_log_file_size = 1 * mib;
  options.keep_log_file_num = 2;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;

  rocksdb::BlockBasedTableOptions table;
  table.format_version = 5; // a later RocksDB's default cannot be opened by Debian 12's
  table.block_cache = rocksdb::NewLRUCache(4 * mib);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

} // namespace geminid::store
