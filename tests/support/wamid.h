// Message ids as WhatsApp makes them, for tests.
#pragma once

#include <string>
#include <string_view>

namespace twinline::test {

std::string base64(std::string_view bytes);
std::string business_wamid(std::string_view phone, std::string_view stanza);
std::string customer_wamid(std::string_view phone, std::string_view stanza);

}  // namespace twinline::test
