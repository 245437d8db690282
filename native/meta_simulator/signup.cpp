#include "native/meta_simulator/signup.h"

#include <utility>

#include "native/meta_simulator/graph_objects.h"
#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
// No letters that are taken for others.
constexpr std::string_view code_letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

Json session_json(const SignupSession& session) {
  return {{"answered", session.answered}, {"shares_chats", session.shares_chats}, {"verified", session.verified}};
}

std::size_t index_of(const Json& question, std::string_view name, std::size_t otherwise) {
  const auto found = question.find(name);
  return found != question.end() && found->is_number_unsigned() ? found->get<std::size_t>() : otherwise;
}

bool yes_of(const Json& question, std::string_view name, bool otherwise) {
  const auto found = question.find(name);
  return found != question.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

std::string text_of(const Json& question, std::string_view name) {
  const auto found = question.find(name);
  return found != question.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Response page_fault(std::string_view message) {
  const Json json = {{"error", {{"message", message}}}};
  return {400, {{"Content-Type", "application/json"}}, json.dump()};
}

Signup::Signup(PlatformState& state, Graph& graph, Story& story, SignupPlan plan)
    : state_(state), graph_(graph), story_(story), plan_(std::move(plan)) {}

std::string Signup::draw(std::string_view letters, std::size_t length) {
  Random random(mix(mix(plan_.seed, 0x51), ++state_.serial));
  std::string text;
  while (text.size() < length) text += letters[random.below(letters.size())];
  return text;
}

SignupSession* Signup::session_of(const Json& question) {
  const auto found = state_.sessions.find(text_of(question, "session_id"));
  return found == state_.sessions.end() ? nullptr : &found->second;
}

Signup::Objection Signup::objection() const {
  switch (plan_.scenario.twist) {
    case Twist::not_eligible:
      return {"This phone number is not eligible to be connected. Use another number or try again in a few weeks.",
              "3441012"};
    case Twist::error_object:
      return {"[object Object]", "2655128"};
    case Twist::inconsistent_errors:
      if (state_.signups == 1) {
        return {
            "This number is registered to an existing WhatsApp account. To use it, disconnect it from the existing "
            "account.",
            "2388103"};
      }
      if (state_.signups == 2) return {"Something went wrong. Try again later.", "1675030"};
      return {};
    default:
      return {};
  }
}

Response Signup::answer(std::string_view path, const Json& question, std::int64_t now_ms) {
  if (path == "start") return start(question);
  if (path == "number") return enter_number(question, now_ms);
  if (path == "verify") return verify(question);
  if (path == "complete") return complete(question, now_ms);
  if (path == "cancel") return json_response({{"message", cancel_message(text_of(question, "step"))}});
  const SignupSession* const session = session_of(question);
  if (session == nullptr) return page_fault("no such session; open the window again");
  if (path == "session") return json_response(session_json(*session));
  if (path == "report") {
    const std::string words = text_of(question, "words");
    return json_response({{"message", error_message(words.empty() ? "Something went wrong. Try again later." : words,
                                                    "524126", session->id, now_ms / 1000)}});
  }
  return {404};
}

Response Signup::start(const Json& question) {
  const std::string app = text_of(question, "app_id");
  if (app.empty()) return page_fault("app_id is missing: which app opened this window?");
  SignupSession session;
  session.id = draw(hex_digits, 32);
  session.app = app;
  const std::string id = session.id;
  state_.sessions[id] = std::move(session);
  Json portfolios = Json::array();
  for (const Portfolio& portfolio : state_.portfolios) {
    Json numbers = Json::array();
    for (const PhoneNumber& number : portfolio.numbers) {
      numbers.push_back({{"phone", number.business.phone},
                         {"shown", display_phone(number.business.phone)},
                         {"name", number.name},
                         {"link", to_string(number.link)},
                         {"on_app", number.on_app}});
    }
    portfolios.push_back({{"id", portfolio.id}, {"name", portfolio.name}, {"numbers", std::move(numbers)}});
  }
  return json_response({{"session_id", id},
                        {"scenario", plan_.scenario.name},
                        {"names_number", plan_.scenario.twist != Twist::several_numbers},
                        {"portfolios", std::move(portfolios)}});
}

Response Signup::enter_number(const Json& question, std::int64_t now_ms) {
  SignupSession* const session = session_of(question);
  if (session == nullptr) return page_fault("no such session; open the window again");
  const std::size_t portfolio = index_of(question, "portfolio", 0);
  if (portfolio >= state_.portfolios.size()) return page_fault("no such portfolio");
  ++state_.signups;
  const auto refuse = [&](const std::string& words, const std::string& error_id) {
    return json_response({{"problem", words}, {"message", error_message(words, error_id, session->id, now_ms / 1000)}});
  };
  if (const Objection found = objection(); !found.words.empty()) return refuse(found.words, found.error_id);
  const std::string phone = digits_of(text_of(question, "phone"));
  const auto& numbers = state_.portfolios[portfolio].numbers;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i].business.phone != phone) continue;
    if (numbers[i].elsewhere) {
      return refuse("This number is registered to an existing WhatsApp account.", "2388103");
    }
    session->portfolio = portfolio;
    session->number = i;
    session->code = draw(code_letters, 8);
    session->answered = false;
    session->verified = false;
    return json_response({{"number", i}});
  }
  return refuse("This phone number is not eligible to be connected.", "3441012");
}

Response Signup::verify(const Json& question) {
  SignupSession* const session = session_of(question);
  if (session == nullptr) return page_fault("no such session; open the window again");
  std::string typed;
  for (const char c : text_of(question, "code")) {
    if (c == ' ' || c == '-') continue;
    typed += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (!session->answered || typed != session->code) {
    return json_response({{"problem", "That is not the code that the phone shows."}});
  }
  session->verified = true;
  return json_response(session_json(*session));
}

Response Signup::complete(const Json& question, std::int64_t now_ms) {
  const SignupSession* const session = session_of(question);
  const std::string app = session != nullptr ? session->app : text_of(question, "app_id");
  if (app.empty()) return page_fault("app_id or session_id is missing");
  const std::size_t portfolio = session != nullptr ? session->portfolio : index_of(question, "portfolio", 0);
  const std::size_t index = session != nullptr ? session->number : index_of(question, "number", 0);
  if (portfolio >= state_.portfolios.size() || index >= state_.portfolios[portfolio].numbers.size()) {
    return page_fault("no such number");
  }
  const Way way = text_of(question, "way") == "cloud_api" ? Way::cloud_api : Way::coexistence;
  if (session != nullptr && way == Way::coexistence && !session->verified) {
    return page_fault("the phone has not answered yet");
  }
  Portfolio& account = state_.portfolios[portfolio];
  PhoneNumber& number = account.numbers[index];
  // Whoever goes through the window again, because its code came to nothing, is connected already.
  if (number.link == Link::free || number.link == Link::gone) {
    number.time_zone = text_of(question, "time_zone");
    number.on_app = way == Way::coexistence;
    story_.connect(number, session != nullptr ? session->shares_chats : yes_of(question, "share_chats", true), now_ms);
  }
  const bool usual = way == Way::cloud_api || plan_.scenario.twist != Twist::several_numbers;
  const bool named = yes_of(question, "with_number", usual);
  const std::string message =
      finish_message(way, account.waba, named ? number.business.number : "", named ? account.id : "");
  if (session != nullptr) state_.sessions.erase(session->id);
  return json_response({{"message", message}, {"code", graph_.make_code(app, account.waba, now_ms)}});
}

}  // namespace twinline::simulator
