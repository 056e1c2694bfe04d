#include "webui/view/date_text.hpp"

#include "webui/core/format.hpp"

#include <charconv>

namespace geminid::webui {
namespace {

using namespace std::chrono;

constexpr std::string_view wide_colon = "：";

class Digits {
public:
  explicit Digits(std::string_view text) : text_(text) {}

  bool number(int& out, std::size_t digits_max) {
    std::size_t size = 0;
    while (size < text_.size() && size < digits_max && text_[size] >= '0' && text_[size] <= '9')
      ++size;
    if (size == 0)
      return false;
    std::from_chars(text_.data(), text_.data() + size, out);
    text_.remove_prefix(size);
    return true;
  }
  bool one_of(std::string_view characters) {
    if (text_.empty() || characters.find(text_.front()) == std::string_view::npos)
      return false;
    text_.remove_prefix(1);
    return true;
  }
  bool colon() {
    if (one_of(":"))
      return true;
    if (!text_.starts_with(wide_colon))
      return false;
    text_.remove_prefix(wide_colon.size());
    return true;
  }
  void spaces() {
    while (one_of(" T")) {
    }
  }
  [[nodiscard]] bool done() const { return text_.empty(); }

private:
  std::string_view text_;
};

} // namespace

std::optional<Instant> parse_date_text(std::string_view text, const Locale& locale) {
  Digits in{text};
  in.spaces();
  int of_year = 0;
  int of_month = 0;
  int of_day = 0;
  constexpr std::string_view separators = "-/.";
  if (!in.number(of_year, 4) || !in.one_of(separators) || !in.number(of_month, 2) || !in.one_of(separators) ||
      !in.number(of_day, 2))
    return std::nullopt;
  in.spaces();
  int hour = 23;
  int minute = 59;
  if (!in.done() && (!in.number(hour, 2) || !in.colon() || !in.number(minute, 2)))
    return std::nullopt;
  in.spaces();
  const year_month_day date{year{of_year}, month{static_cast<unsigned>(of_month)}, day{static_cast<unsigned>(of_day)}};
  if (!in.done() || !date.ok() || of_year < 1970 || hour > 23 || minute > 59)
    return std::nullopt;
  return Instant{sys_days{date} + hours{hour} + minutes{minute} - locale.utc_offset};
}

std::string date_text_in(int days, Instant now, const Locale& locale) {
  // Full at the viewer, whose zone may be a quarter of an hour off.
  const auto local = ceil<hours>(now + locale.utc_offset + hours{24} * days);
  return format_date_time(Instant{local} - locale.utc_offset, locale);
}

} // namespace geminid::webui
