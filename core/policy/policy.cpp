#include "core/policy/policy.h"

namespace twinline {
namespace {

const Explained* find(const std::vector<Explained>& list, std::string_view name, Date day) {
  for (const Explained& known : list) {
    if (known.name == name && known.dated.holds(day)) return &known;
  }
  return nullptr;
}

}  // namespace

std::optional<std::int64_t> Policy::limit(std::string_view limit_name, Date day) const {
  for (const Limit& limit : limits) {
    if (limit.name == limit_name && limit.dated.holds(day)) return limit.value;
  }
  return {};
}

const ErrorRule* Policy::error(std::int64_t code, std::optional<std::int64_t> subcode, Date day) const {
  const auto find = [&](std::int64_t wanted, std::optional<std::int64_t> sub) -> const ErrorRule* {
    for (const ErrorRule& rule : errors) {
      const bool matches = rule.code <= wanted && wanted <= rule.last_code && rule.subcode == sub;
      if (matches && rule.dated.holds(day)) return &rule;
    }
    return nullptr;
  };
  if (subcode) {
    if (const ErrorRule* rule = find(code, subcode)) return rule;
    if (const ErrorRule* rule = find(*subcode, {})) return rule;
  }
  return find(code, {});
}

const Explained* Policy::removal(std::string_view reason, Date day) const { return find(removals, reason, day); }

const Explained* Policy::restriction(std::string_view type, Date day) const { return find(restrictions, type, day); }

const Explained* Policy::quality(std::string_view rating, Date day) const { return find(qualities, rating, day); }

const Explained* Policy::tier(std::string_view limit, Date day) const { return find(tiers, limit, day); }

bool Policy::graph_version_lives(std::string_view version, Date day) const {
  for (const GraphVersion& known : graph_versions) {
    if (known.version == version && known.dated.holds(day)) return true;
  }
  return false;
}

std::string_view Policy::newest_graph_version(Date day) const {
  const GraphVersion* newest = nullptr;
  for (const GraphVersion& known : graph_versions) {
    const bool later = newest == nullptr || newest->dated.from < known.dated.from;
    if (known.dated.holds(day) && later) newest = &known;
  }
  return newest == nullptr ? std::string_view() : std::string_view(newest->version);
}

std::string_view to_string(Level level) { return level == Level::block ? "block" : "warn"; }

std::string_view to_string(RetryAdvice advice) {
  switch (advice) {
    case RetryAdvice::retry:
      return "retry";
    case RetryAdvice::back_off:
      return "back_off";
    case RetryAdvice::wait_for_user:
      return "wait_for_user";
    case RetryAdvice::use_template:
      return "use_template";
    case RetryAdvice::fetch_again:
      return "fetch_again";
    case RetryAdvice::look_in_app:
      return "look_in_app";
    case RetryAdvice::stop:
      return "stop";
    case RetryAdvice::authorise:
      return "authorise";
    case RetryAdvice::onboard_again:
      return "onboard_again";
    case RetryAdvice::never:
      return "never";
  }
  return "";
}

std::string_view to_string(Reach reach) {
  switch (reach) {
    case Reach::message:
      return "message";
    case Reach::user:
      return "user";
    case Reach::number:
      return "number";
    case Reach::account:
      return "account";
    case Reach::app:
      return "app";
  }
  return "";
}

}  // namespace twinline
