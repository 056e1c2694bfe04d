// backup, restore and keys import.
#include "server/admin/key_view.hpp"
#include "server/app/backup/content.hpp"
#include "server/app/commands/command.hpp"
#include "server/app/commands/input.hpp"
#include "server/app/stored_state.hpp"
#include "server/store/passphrase_box.hpp"
#include "server/store/private_files.hpp"
#include "server/store/random.hpp"
#include "shared/backup_dto.hpp"
#include "shared/key_text.hpp"

#include <fmt/format.h>

#include <iostream>
#include <set>

namespace geminid::app {
namespace {

Instant present() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

Result<std::string> passphrase_of(const Config& config) {
  if (config.passphrase)
    return *config.passphrase;
  return read_secret("passphrase");
}

} // namespace

CommandResult back_up(const Config& config) {
  auto opened = open_store(config);
  if (!opened)
    return opened.error();
  const auto passphrase = passphrase_of(config);
  if (!passphrase)
    return passphrase.error();
  if (const auto checked = dto::parse_backup_request({{"passphrase", *passphrase}}); !checked)
    return checked.error();
  const auto content = backup_content(*opened->store, *opened->box, present());
  if (!content)
    return content.error();
  const auto document = store::seal_with_passphrase(*content, *passphrase) + "\n";
  if (config.file != "-")
    return store::write_private_file(config.file, document);
  std::cout << document << std::flush;
  return std::cout ? CommandResult{Done{}} : Error{"standard output took not all of the document"};
}

CommandResult restore(const Config& config) {
  if (config.file == "-" && !config.passphrase)
    return Error{"GEMINID_PASSPHRASE must be set when the document comes on standard input", "GEMINID_PASSPHRASE"};
  const auto document = read_input(config.file);
  if (!document)
    return document.error();
  auto opened = open_store(config);
  if (!opened)
    return opened.error();
  const auto passphrase = passphrase_of(config);
  if (!passphrase)
    return passphrase.error();
  const auto content = store::open_with_passphrase(*document, *passphrase);
  if (!content)
    return content.error();
  const auto restoration = read_backup_content(*content, *opened->box);
  if (!restoration)
    return restoration.error();
  const auto writes = restore_writes(*restoration, *opened->store, *opened->box);
  if (!writes)
    return writes.error();
  if (auto committed = opened->store->commit(*writes); !committed)
    return committed;
  std::cout << fmt::format("restored: {} Gemini keys, {} user keys, {} models\n", restoration->keys,
                           restoration->user_keys, restoration->models);
  return Done{};
}

CommandResult import_keys(const Config& config) {
  const auto text = read_input(config.file);
  if (!text)
    return text.error();
  auto pasted = parse_pasted_keys(*text);
  if (!pasted)
    return Error{pasted.error().message, "FILE"};
  auto opened = open_store(config);
  if (!opened)
    return opened.error();
  const auto stored = read_configuration(*opened->store, *opened->box);
  if (!stored)
    return stored.error();
  std::set<std::string> known;
  for (const auto& key : stored->keys)
    known.insert(key.identity.fingerprint);
  std::vector<StoreWrite> writes;
  for (auto& key : pasted->keys) {
    if (!known.insert(opened->box->fingerprint(key.key)).second)
      continue;
    actors::KeyConfig of_key;
    of_key.id = "key_" + store::random_hex(12);
    of_key.created_at = present();
    of_key.position = static_cast<std::int64_t>(writes.size());
    admin::apply(key.said, of_key);
    writes.push_back(
        actors::to_record({actors::make_identity(std::move(of_key), std::move(key.key), *opened->box), {}, {}}));
  }
  if (stored->keys.size() + writes.size() > keys_max)
    return Error{fmt::format("the pool holds at most {} keys", keys_max), "FILE"};
  if (auto committed = opened->store->commit(writes); !committed)
    return committed;
  for (const auto& token : pasted->rejected)
    std::cerr << fmt::format("line {}: {}\n", token.line, token.reason);
  std::cout << fmt::format("{} added, {} known already, {} refused\n", writes.size(),
                           pasted->keys.size() - writes.size() + pasted->duplicates, pasted->rejected_total);
  return pasted->keys.empty() ? Error{"the file holds no key", "FILE"} : CommandResult{Done{}};
}

} // namespace geminid::app
