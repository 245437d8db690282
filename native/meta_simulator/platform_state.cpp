#include "native/meta_simulator/platform_state.h"

#include <array>
#include <utility>

#include "native/meta_simulator/random.h"

namespace twinline::simulator {
namespace {

constexpr std::array<std::string_view, 4> link_names = {"free", "connected", "offboarded", "gone"};
constexpr std::uint64_t portfolio_stream = 0x9047, template_stream = 0x7e39;

PhoneNumber make_number(Business business, std::string name) {
  PhoneNumber number;
  number.business = std::move(business);
  number.name = std::move(name);
  number.profile = {{"messaging_product", "whatsapp"},
                    {"about", "Open from 7 to 18"},
                    {"address", "12 Harbour Road"},
                    {"description", ""},
                    {"email", ""},
                    {"profile_picture_url", ""},
                    {"vertical", "RETAIL"},
                    {"websites", Json::array()}};
  return number;
}

// Every business has some that Meta approved long ago.
std::vector<Template> make_templates(std::uint64_t seed) {
  struct Old {
    std::string_view name, category, text;
  };
  static constexpr std::array<Old, 3> old = {{
      {"hello_world", "UTILITY", "Hello, this is a first message."},
      {"order_on_its_way", "UTILITY", "Hello {{1}}, your order {{2}} is on its way."},
      {"weekend_offer", "MARKETING", "{{1}}, everything in the window is half price this weekend."},
  }};
  Random random(mix(seed, template_stream));
  std::vector<Template> templates;
  for (const Old& each : old) {
    Template made;
    made.id = std::to_string(random.between(1'000'000'000'000'000, 9'000'000'000'000'000));
    made.name = each.name;
    made.language = "en_US";
    made.category = each.category;
    made.status = "APPROVED";
    made.quality = "GREEN";
    made.components = Json::array({{{"type", "BODY"}, {"text", each.text}}});
    templates.push_back(std::move(made));
  }
  return templates;
}

}  // namespace

std::string_view to_string(Link link) { return link_names.at(static_cast<std::size_t>(link)); }

std::optional<Link> parse_link(std::string_view text) {
  for (std::size_t i = 0; i < link_names.size(); ++i) {
    if (link_names.at(i) == text) return static_cast<Link>(i);
  }
  return {};
}

std::set<std::string> usual_fields() {
  return {"messages",
          "history",
          "smb_app_state_sync",
          "smb_message_echoes",
          "account_update",
          "message_template_status_update",
          "message_template_quality_update",
          "phone_number_quality_update",
          "user_preferences"};
}

std::vector<Portfolio> make_portfolios(std::uint64_t seed, bool several_numbers) {
  static constexpr std::array<std::string_view, 3> names = {"Marigold Bakery", "Harbour Books", "Blue Kiosk"};
  std::vector<Portfolio> portfolios;
  std::set<std::string> phones;
  std::uint64_t drawn = 0;
  const auto draw_business = [&](std::string_view waba) {
    Business business;
    do {
      business = make_business(Random(mix(mix(seed, portfolio_stream), drawn++)));
    } while (!phones.insert(business.phone).second);
    if (!waba.empty()) business.waba = waba;
    return business;
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    Portfolio portfolio;
    const Business first = draw_business("");
    portfolio.name = names.at(i);
    portfolio.waba = first.waba;
    portfolio.id = std::to_string(Random(mix(seed, 0xb5 + i)).between(1'000'000'000'000'000, 9'999'999'999'999'999));
    portfolio.numbers.push_back(make_number(first, portfolio.name));
    portfolio.templates = make_templates(mix(seed, i));
    if (several_numbers && i == 0) {
      portfolio.numbers.push_back(make_number(draw_business(first.waba), portfolio.name + " Market"));
      portfolio.numbers.back().elsewhere = true;
      portfolio.numbers.push_back(make_number(draw_business(first.waba), portfolio.name + " Orders"));
      portfolio.numbers.back().elsewhere = true;
      portfolio.numbers.back().on_app = false;
    }
    portfolios.push_back(std::move(portfolio));
  }
  return portfolios;
}

Portfolio* PlatformState::find_account(std::string_view waba) {
  for (Portfolio& portfolio : portfolios) {
    if (portfolio.waba == waba) return &portfolio;
  }
  return nullptr;
}

PhoneNumber* PlatformState::find_number(std::string_view number) {
  for (Portfolio& portfolio : portfolios) {
    for (PhoneNumber& each : portfolio.numbers) {
      if (each.business.number == number) return &each;
    }
  }
  return nullptr;
}

Portfolio* PlatformState::account_of(std::string_view number) {
  const PhoneNumber* const found = find_number(number);
  return found == nullptr ? nullptr : find_account(found->business.waba);
}

}  // namespace twinline::simulator
