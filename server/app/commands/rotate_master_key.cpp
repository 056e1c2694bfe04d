#include "server/app/commands/command.hpp"
#include "server/app/stored_state.hpp"
#include "server/gateway/memory_record.hpp"
#include "server/store/fingerprint_key.hpp"
#include "server/store/master_key.hpp"
#include "server/store/openssl_secret_box.hpp"
#include "server/store/random.hpp"

#include <iostream>

namespace geminid::app {
namespace {

using dto::json;

constexpr std::size_t generated_size = 43; // 256 bits

struct NewKey {
  std::string key;
  bool of_file = false;
};

// A text that was made here is told before anything is sealed with it, or a crash could take the only copy away.
Result<NewKey> new_key(const Config& config) {
  if (config.new_master_key) {
    auto key = store::master_key_from_text(*config.new_master_key, "GEMINID_NEW_MASTER_KEY");
    if (!key)
      return key.error();
    return NewKey{std::move(*key)};
  }
  if (!config.master_key)
    return NewKey{store::random_bytes(store::master_key_size), true};
  const auto text = store::random_base62(generated_size);
  auto key = store::master_key_from_text(text, "GEMINID_NEW_MASTER_KEY");
  if (!key)
    return key.error();
  std::cout << "GEMINID_MASTER_KEY=" << text << std::endl;
  if (!std::cout)
    return Error{"standard output did not take the new master key; nothing has changed"};
  return NewKey{std::move(*key)};
}

Result<std::vector<StoreWrite>> sealed_anew(const Store& store, const SecretBox& from, const SecretBox& to) {
  std::vector<StoreWrite> writes;
  const auto keys = store.scan(actors::key_record_prefix);
  if (!keys)
    return keys.error();
  for (const auto& entry : *keys) {
    const auto id = entry.key.substr(actors::key_record_prefix.size());
    auto record = json::parse(entry.value, nullptr, false);
    const auto secret = record.is_object() && record.contains("secret") && record["secret"].is_string()
                            ? from.open(record["secret"].get<std::string>(), id)
                            : Result<std::string>{Error{}};
    if (!secret)
      return Error{"the stored key " + id + " can't be read; nothing has changed. A backup and a restore leave it out"};
    record["secret"] = to.seal(*secret, id);
    writes.push_back({entry.key, dto::to_text(record)});
  }
  const auto signatures = store.scan(gateway::signature_record_prefix);
  if (!signatures)
    return signatures.error();
  for (const auto& entry : *signatures) {
    const auto content = from.open(entry.value, entry.key);
    writes.push_back({entry.key, content ? std::optional{to.seal(*content, entry.key)} : std::nullopt});
  }
  writes.push_back(store::fingerprint_key_record(from.fingerprint_key(), to));
  writes.push_back(store::master_key_check_record(to));
  return writes;
}

} // namespace

CommandResult rotate_master_key(const Config& config) {
  auto opened = open_store(config);
  if (!opened)
    return opened.error();
  const auto next = new_key(config);
  if (!next)
    return next.error();
  auto box = store::make_secret_box(next->key);
  if (!box)
    return box.error();
  const auto writes = sealed_anew(*opened->store, *opened->box, **box);
  if (!writes)
    return writes.error();
  if (next->of_file)
    if (auto written = store::write_next_master_key(config.data_dir, next->key); !written)
      return written;
  if (auto committed = opened->store->commit(*writes); !committed)
    return committed;
  if (next->of_file) {
    if (auto adopted = store::adopt_next_master_key(config.data_dir); !adopted)
      return adopted;
    std::cout << "The master key is another; it is in the data directory.\n";
    return Done{};
  }
  if (auto discarded = store::discard_master_key_file(config.data_dir); !discarded)
    return discarded;
  std::cout << "The master key is another: start geminid with it as GEMINID_MASTER_KEY from now on.\n";
  return Done{};
}

} // namespace geminid::app
