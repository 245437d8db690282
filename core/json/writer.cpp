#include "core/json/writer.h"

#include <charconv>

#include "core/json/hex.h"

namespace twinline {

namespace {

// 0: raw; 1: \u00xx; else the letter behind the backslash.
char escape_of(unsigned char byte) {
  switch (byte) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    default:
      return byte < 0x20 ? '\1' : '\0';
  }
}

void append_number(std::int64_t number, std::string& out) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

}  // namespace

void append_escaped(std::string_view text, std::string& out) {
  std::size_t clean = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = escape_of(byte);
    if (escape == '\0') continue;
    out.append(text, clean, i - clean);
    clean = i + 1;
    out += '\\';
    if (escape == '\1') {
      out += "u00";
      append_hex(byte, out);
    } else {
      out += escape;
    }
  }
  out.append(text, clean);
}

std::size_t escaped_size(std::string_view text) {
  std::size_t size = text.size();
  for (const char c : text) {
    const char escape = escape_of(static_cast<unsigned char>(c));
    if (escape != '\0') size += escape == '\1' ? 5U : 1U;
  }
  return size;
}

void Writer::comma() {
  if (out_.empty()) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != '\n' && last != ':') out_ += ',';
}

void Writer::name(std::string_view name) {
  comma();
  out_ += '"';
  append_escaped(name, out_);
  out_ += "\":";
}

Writer& Writer::begin_object() {
  comma();
  out_ += '{';
  return *this;
}

Writer& Writer::begin_object(std::string_view key) {
  name(key);
  out_ += '{';
  return *this;
}

Writer& Writer::end_object() {
  out_ += '}';
  return *this;
}

Writer& Writer::begin_array(std::string_view key) {
  name(key);
  out_ += '[';
  return *this;
}

Writer& Writer::begin_array() {
  comma();
  out_ += '[';
  return *this;
}

Writer& Writer::end_array() {
  out_ += ']';
  return *this;
}

Writer& Writer::member(std::string_view key, std::string_view text) {
  name(key);
  out_ += '"';
  append_escaped(text, out_);
  out_ += '"';
  return *this;
}

Writer& Writer::member(std::string_view key, std::int64_t number) {
  name(key);
  append_number(number, out_);
  return *this;
}

Writer& Writer::member_true(std::string_view key) {
  name(key);
  out_ += "true";
  return *this;
}

Writer& Writer::member_json(std::string_view key, std::string_view json) {
  name(key);
  out_ += json;
  return *this;
}

Writer& Writer::element(std::string_view text) {
  comma();
  out_ += '"';
  append_escaped(text, out_);
  out_ += '"';
  return *this;
}

Writer& Writer::element(std::int64_t number) {
  comma();
  append_number(number, out_);
  return *this;
}

Writer& Writer::element_json(std::string_view json) {
  comma();
  out_ += json;
  return *this;
}

}  // namespace twinline
