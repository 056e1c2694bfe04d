#include "server/store/fingerprint_key.hpp"

namespace geminid::store {

Result<Done> load_fingerprint_key(const Store& store, SecretBox& box) {
  const auto stored = store.get(fingerprint_key_key);
  if (!stored)
    return stored.error();
  if (!*stored)
    return Done{};
  const auto key = box.open(**stored, fingerprint_key_key);
  if (!key || key->size() != fingerprint_key_size)
    return Error{"the store's fingerprint key is damaged: restore a backup into another data directory"};
  box.use_fingerprint_key(*key);
  return Done{};
}

StoreWrite fingerprint_key_record(std::string_view key, const SecretBox& box) {
  return {std::string{fingerprint_key_key}, box.seal(key, fingerprint_key_key)};
}

} // namespace geminid::store
