// What a backup holds, before it is encrypted and after: Gemini keys with their configuration, user keys (their
// fingerprints and the key that these are made with), models, settings, the limits that Google named, and which
// variables of the environment were read. Not the admin's password and sessions, counts of use, the request log, the
// audit log and statistics: those belong to the host.
//
// {"version":1,"created_at","fingerprint_key","keys":{id:{…}},"user_keys":{id:{…}},"models":{name:{…}},"settings":{…},
//  "limits":{"<owner>/<model>":{…}},"environment":{name:fingerprint}}, each member as the store's record of that kind,
// but a key's `secret` in the clear.
#pragma once

#include "shared/secret_box.hpp"
#include "shared/store.hpp"
#include "shared/time.hpp"

#include <array>
#include <map>
#include <vector>

namespace geminid::app {

/// As many as the pool takes, and as many user keys.
inline constexpr std::size_t keys_max = 100'000;

/// The prefixes of all records that a restore reads or writes.
inline constexpr std::array<std::string_view, 9> configuration_prefixes{
    "key/", "quota/", "user/", "user_quota/", "model/", "settings", "env/", "signature/", "session/"};

/// Holds every secret. A record that can't be read is logged and left out.
[[nodiscard]] Result<std::string> backup_content(const Store& store, const SecretBox& box, Instant now);

/// A backup's content that was read and checked whole.
struct Restoration {
  std::string fingerprint_key;
  std::vector<StoreWrite> records;                       // sealed by this store's box
  std::map<std::string, std::string> ids_by_fingerprint; // of the Gemini keys, as this store's box makes them
  std::map<std::string, std::string> limits;             // by what follows "quota/"
  std::size_t keys = 0;
  std::size_t user_keys = 0;
  std::size_t models = 0;
};

/// The error's field is the dotted name of what is wrong, beginning with `document`.
[[nodiscard]] Result<Restoration> read_backup_content(std::string_view content, const SecretBox& box);

/// What replaces the configuration in `store` by the restored one, in one commit. What was used today stays counted.
/// Where the fingerprint key becomes another, sessions and what else was known by fingerprints go.
[[nodiscard]] Result<std::vector<StoreWrite>> restore_writes(const Restoration& restoration, const Store& store,
                                                             const SecretBox& box);

} // namespace geminid::app
