#include "core/policy/document.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>

namespace twinline {
namespace {

constexpr std::size_t deepest = 64;

// Bytes for the parser, counting how many it has taken: the parser itself tells nobody where a value stands.
class CountedByte {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountedByte(const char* at, std::size_t* taken) : at_(at), taken_(taken) {}

  reference operator*() const { return *at_; }
  CountedByte& operator++() {
    ++at_;
    ++*taken_;
    return *this;
  }
  CountedByte operator++(int) {
    const CountedByte before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountedByte& other) const { return at_ == other.at_; }
  bool operator!=(const CountedByte& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* taken_;
};

class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TreeBuilder(const std::size_t& taken) : taken_(taken) { open_.push_back(&top_); }

  bool null() override { return add(JsonValue::Kind::null, {}); }
  bool boolean(bool value) override { return add(JsonValue::Kind::boolean, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add(JsonValue::Kind::number, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(JsonValue::Kind::number, std::to_string(value)); }
  bool number_float(number_float_t, const string_t& spelling) override {
    return add(JsonValue::Kind::number, spelling);
  }
  bool string(string_t& value) override { return add(JsonValue::Kind::string, std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonValue::Kind::object); }
  bool start_array(std::size_t) override { return open(JsonValue::Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& value) override {
    name_ = std::move(value);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

  bool too_deep() const { return too_deep_; }
  JsonValue take() { return std::move(top_.children.front()); }

 private:
  bool add(JsonValue::Kind kind, std::string text) {
    // A number ends only where the next byte was already read.
    const std::size_t ahead = kind == JsonValue::Kind::number ? 2 : 1;
    JsonValue value;
    value.kind = kind;
    value.byte = taken_ > ahead ? taken_ - ahead : 0;
    value.name = std::move(name_);
    value.text = std::move(text);
    name_.clear();
    open_.back()->children.push_back(std::move(value));
    return true;
  }
  bool open(JsonValue::Kind kind) {
    if (open_.size() > deepest) {
      too_deep_ = true;
      return false;
    }
    add(kind, {});
    // Only the innermost open value grows, so this address stays good until the value is closed.
    open_.push_back(&open_.back()->children.back());
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const std::size_t& taken_;
  JsonValue top_;
  std::vector<JsonValue*> open_;
  std::string name_;
  bool too_deep_ = false;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view member) const {
  if (kind != Kind::object) return nullptr;
  const auto found =
      std::find_if(children.rbegin(), children.rend(), [&](const JsonValue& child) { return child.name == member; });
  return found == children.rend() ? nullptr : &*found;
}

const JsonValue* JsonValue::find(std::initializer_list<std::string_view> path) const {
  const JsonValue* at = this;
  for (const std::string_view step : path) {
    if (at != nullptr) at = at->find(step);
  }
  return at;
}

std::optional<std::int64_t> JsonValue::whole_number() const {
  if (kind != Kind::number && kind != Kind::string) return {};
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || stopped != end) return {};
  return number;
}

Result<JsonValue> parse_document(std::string_view text) {
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (blank) return Error{ErrorCode::empty_input, 0, "", "nothing stands here, a JSON text is needed"};
  std::size_t taken = 0;
  TreeBuilder tree(taken);
  const char* end = text.data() + text.size();
  const bool whole = nlohmann::json::sax_parse(CountedByte(text.data(), &taken), CountedByte(end, &taken), &tree);
  if (tree.too_deep()) {
    return Error{ErrorCode::too_deep, taken - 1, "", "more than 64 levels of nesting"};
  }
  if (!whole) {
    const std::size_t byte = taken > 0 ? taken - 1 : 0;
    return Error{ErrorCode::bad_json, byte, "", "not JSON from here on"};
  }
  return tree.take();
}

std::size_t line_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string place_of(std::string_view parent, std::string_view member) {
  std::string place(parent);
  place += '/';
  for (const char letter : member) {
    if (letter == '~') {
      place += "~0";
    } else if (letter == '/') {
      place += "~1";
    } else {
      place += letter;
    }
  }
  return place;
}

}  // namespace twinline
