#include "core/follow/follower.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/history/format.h"

namespace twinline {
namespace {

constexpr std::int64_t first_wait_ms = 1000;
constexpr std::int64_t longest_wait_ms = 30'000;

void append_percent_encoded(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += {'%', hex[byte >> 4U], hex[byte & 15U]};
    }
  }
}

// {"version":"…"} and nothing else; every other line is a record.
std::optional<std::string_view> version_of(std::string_view line) {
  const auto take = [&line](std::string_view token) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    if (!line.starts_with(token)) return false;
    line.remove_prefix(token.size());
    return true;
  };
  if (!take("{") || !take("\"version\"") || !take(":") || !take("\"")) return {};
  const std::string_view version = line.substr(0, line.find('"'));
  if (version.find('\\') != std::string_view::npos) return {};
  line.remove_prefix(version.size());
  if (!take("\"") || !take("}") || !take("") || !line.empty()) return {};
  return version;
}

}  // namespace

Follower::Follower(History& history, FollowTarget target)
    : history_(history), target_(std::move(target)), version_(target_.since) {}

std::variant<Request, Follower::Wait, Follower::Stopped> Follower::next(std::int64_t now_ms) {
  if (locked_out()) return Stopped{status_};
  if (now_ms < not_before_ms_) return Wait{not_before_ms_};

  Request request{"GET", target_.base + "/v1/numbers/", {{"Accept", "application/x-ndjson"}}, {}};
  append_percent_encoded(target_.number, request.url);
  request.url += "/records?";
  if (!version_.empty()) {
    request.url += "since=";
    append_percent_encoded(version_, request.url);
    request.url += '&';
  }
  request.url += "follow=1";
  if (!target_.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + target_.token);

  status_ = 0;
  partial_.clear();
  whole_batch_ = ended_ = false;
  return request;
}

void Follower::answered(int status) { status_ = status; }

void Follower::bytes(std::string_view piece) {
  if (!accepted()) return;
  for (std::size_t end = 0; (end = piece.find('\n')) != std::string_view::npos; piece.remove_prefix(end + 1)) {
    if (partial_.empty()) {
      line(piece.substr(0, end));
    } else {
      partial_.append(piece.substr(0, end));
      line(partial_);
      partial_.clear();
    }
  }
  partial_.append(piece);
}

void Follower::ended(std::int64_t now_ms) {
  // A last line without its end may be half a line: the next stream brings it whole.
  partial_.clear();
  ended_ = true;
  // A stream that brought something was no failure, but even then the shim is given a moment.
  failures_ = whole_batch_ ? 0 : failures_;
  not_before_ms_ = now_ms + std::min(first_wait_ms << std::min(failures_, 5U), longest_wait_ms);
  ++failures_;
}

void Follower::line(std::string_view text) {
  if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
  if (const auto version = version_of(text)) {
    version_ = *version;
    whole_batch_ = true;
    return;
  }
  const auto batch = decoder_(text);
  if (!batch || newer_format(**batch)) {
    ++refused_;
    return;
  }
  history_.apply(**batch);
  ++records_;
}

FollowState Follower::state() const {
  if (locked_out()) return FollowState::refused;
  if (ended_) return FollowState::waiting;
  if (!accepted()) return FollowState::connecting;
  return whole_batch_ ? FollowState::live : FollowState::catching_up;
}

}  // namespace twinline
