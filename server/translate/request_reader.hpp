// Reads a client's JSON by name and type, and keeps the first thing that is wrong with it as an error that names the
// field in OpenAI's manner ("messages[1].content").
#pragma once

#include "server/translate/openai_error.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace geminid::translate {

/// Where a value stands: a chain on the stack, so that naming a field costs nothing until it is wrong.
struct Path {
  static constexpr std::size_t no_index = std::numeric_limits<std::size_t>::max();

  const Path* parent = nullptr;
  std::string_view name = {}; // of a member; empty: an element
  std::size_t index = no_index;

  [[nodiscard]] std::string text() const;
};

/// The first thing that was wrong; what comes later is ignored.
class Complaint {
public:
  [[nodiscard]] bool raised() const { return first_.has_value(); }
  void raise(const Path& path, std::string_view message, std::string_view code = "invalid_value");
  void raise(ApiError error);
  /// Only when raised.
  [[nodiscard]] ApiError take() { return std::move(*first_); }

private:
  std::optional<ApiError> first_;
};

[[nodiscard]] std::string_view type_name(simdjson::dom::element value);

/// "expected a string, but got an integer instead"
void raise_type(Complaint& complaint, const Path& path, std::string_view expected, simdjson::dom::element got);

/// The members of one object. Null means absent everywhere; 0 and false are values. A value of the wrong type is
/// reported as absent, and raises the complaint. Must outlive the readers of its members.
class ObjectReader {
public:
  ObjectReader(simdjson::dom::object object, Path path, Complaint& complaint)
      : object_(object), path_(path), complaint_(complaint) {}
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;

  [[nodiscard]] const Path& path() const { return path_; }
  [[nodiscard]] Path path_of(std::string_view name) const { return {&path_, name}; }
  [[nodiscard]] Complaint& complaint() const { return complaint_; }
  [[nodiscard]] simdjson::dom::object raw() const { return object_; }

  [[nodiscard]] std::optional<simdjson::dom::element> find(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> string(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> required_string(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max) const;
  [[nodiscard]] std::optional<double> number(std::string_view name, double min, double max) const;
  [[nodiscard]] std::optional<bool> boolean(std::string_view name) const;
  [[nodiscard]] std::optional<simdjson::dom::array> array(std::string_view name) const;
  [[nodiscard]] std::optional<simdjson::dom::object> object(std::string_view name) const;
  [[nodiscard]] std::optional<simdjson::dom::object> required_object(std::string_view name) const;

  void refuse(std::string_view name, std::string_view message, std::string_view code = "invalid_value") const {
    complaint_.raise(path_of(name), message, code);
  }
  void missing(std::string_view name) const;

private:
  simdjson::dom::object object_;
  Path path_;
  Complaint& complaint_;
};

} // namespace geminid::translate
