#pragma once

#include "shared/store.hpp"

#include <functional>
#include <map>

namespace geminid::store {

/// Shows `base` as it will be once what is committed here is written through. Several steps, each of which reads what
/// the one before it wrote, become one commit of `base`. Refers to `base`, which must not change meanwhile.
class StagedStore final : public Store {
public:
  explicit StagedStore(const Store& base) : base_(base) {}

  /// Kept in memory only.
  Result<Done> commit(const std::vector<StoreWrite>& writes) override;
  [[nodiscard]] Result<std::vector<StoreEntry>> scan(std::string_view prefix) const override;
  [[nodiscard]] Result<std::optional<std::string>> get(std::string_view key) const override;

  /// All that was committed here, for one commit of the base.
  [[nodiscard]] std::vector<StoreWrite> writes() const;

private:
  const Store& base_;
  std::map<std::string, std::optional<std::string>, std::less<>> staged_;
};

} // namespace geminid::store
