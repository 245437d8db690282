// What an erasure takes out, and what it leaves.
#include "core/history/erasure.h"

#include "core/history/sha256.h"
#include "tests/support/catch.h"
#include "tests/support/merging.h"

using namespace twinline;
using namespace twinline::test;

namespace {

constexpr std::int64_t monday = 1739321000, tuesday = 1739421000, wednesday = 1739521000;

std::string value(const std::string& field, const std::string& members) {
  return R"({"entry":[{"id":"10229","changes":[{"field":")" + field +
         R"(","value":{"metadata":{"phone_number_id":"106","display_phone_number":"1555"},)" + members + "}}]}]}";
}

std::string message(const std::string& id, const std::string& from, std::int64_t at, const std::string& more = {}) {
  return value("messages", R"("messages":[{"id":")" + id + R"(","from":")" + from + R"(","timestamp":")" +
                               std::to_string(at) + R"(",)" + more + R"("type":"text","text":{"body":"from )" + from +
                               "\"}}]");
}

std::string status(const std::string& id, const std::string& to, std::int64_t at) {
  return value("messages", R"("statuses":[{"id":")" + id + R"(","status":"read","timestamp":")" + std::to_string(at) +
                               R"(","recipient_id":")" + to + "\"}]");
}

std::string contact(const std::string& phone, std::int64_t at) {
  return value("smb_app_state_sync",
               R"("state_sync":[{"type":"contact","action":"add","contact":{"full_name":"Ana","phone_number":")" +
                   phone + R"("},"metadata":{"timestamp":")" + std::to_string(at) + "\"}}]");
}

std::string erased(const std::string& name, std::int64_t until) {
  return R"({"record":"erased","number":"106","peer_hash":")" + peer_hash("106", name) + R"(","until":)" +
         std::to_string(until) + "}";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the hash of a name is SHA-256 of number and canonical name, in lower-case hex", "[erasure]") {
  CHECK(peer_hash("106540352242922", "551187654321") == peer_hash("106540352242922", "5511987654321"));
  CHECK(peer_hash("1", "2") == "673aeeb08cfbb00b91e5e3c60b5ba31896d55b522b1be2dccb0645a59bae8775");
}

TEST_CASE("SHA-256 of texts that fill one block, two, and exactly one", "[erasure]") {
  const auto hex = [](std::string_view text) {
    std::string digits;
    for (const auto byte : sha256(text)) {
      digits += "0123456789abcdef"[byte >> 4U];
      digits += "0123456789abcdef"[byte & 15U];
    }
    return digits;
  };
  CHECK(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(std::string(64, 'a')) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST_CASE("an erasure takes out what is known of a person, and keeps the others as they were", "[erasure]") {
  const std::string ana = message("a", "4917", monday), ana_read = status("b", "4917", monday),
                    bob = message("c", "4918", monday);
  const std::string without = records({bob, erased("4917", tuesday)});
  CHECK(records({ana, ana_read, bob, contact("4917", monday), erased("4917", tuesday)}) == without);
  CHECK(records({erased("4917", tuesday), ana, contact("4917", monday), bob, ana_read}) == without);
  CHECK_FALSE(has(without, "4917"));
}

TEST_CASE("what comes after an erasure's time is kept", "[erasure]") {
  const std::string later = message("d", "4917", wednesday);
  const std::string kept = records({later, erased("4917", tuesday)});
  CHECK(has(kept, "from 4917"));
  CHECK(records({message("a", "4917", monday), erased("4917", tuesday), later}) == kept);
}

TEST_CASE("a later erasure of the same person counts, an earlier one changes nothing", "[erasure]") {
  const std::string all = records({message("a", "4917", monday), erased("4917", wednesday), erased("4917", tuesday)});
  CHECK_FALSE(has(all, "from 4917"));
  CHECK(has(all, std::to_string(wednesday)));
  CHECK_FALSE(has(all, std::to_string(tuesday)));
}

TEST_CASE("a time that is unknown or unbelievable is not later than an erasure", "[erasure]") {
  for (const std::int64_t at : {std::int64_t{0}, std::int64_t{17}, std::int64_t{99'999'999'999}})
    CHECK_FALSE(has(records({message("a", "4917", at), erased("4917", tuesday)}), "from 4917"));
}

TEST_CASE("an erasure knows a phone in all its national spellings", "[erasure]") {
  CHECK_FALSE(has(records({message("a", "551187654321", monday), erased("5511987654321", tuesday)}), "from 55"));
}

TEST_CASE("a merged message goes whole, with what came later about it", "[erasure]") {
  const std::string all =
      records({message("a", "4917", monday), status("a", "4917", wednesday), erased("4917", tuesday)});
  CHECK_FALSE(has(all, "4917"));
}

TEST_CASE("links of somebody who is erased are forgotten, and threads with them", "[erasure]") {
  const std::string both = message("a", "4917", monday, R"("from_user_id":"DE.1",)");
  const std::string user =
      value("messages", R"("messages":[{"id":"b","from_user_id":"DE.1","timestamp":")" + std::to_string(wednesday) +
                            R"(","type":"text","text":{"body":"new"}}])");
  const std::string all = records({both, user, erased("4917", tuesday), erased("DE.1", tuesday)});
  CHECK_FALSE(has(all, "4917"));
  CHECK(has(all, R"("thread":"DE.1")"));
}

TEST_CASE("in a group only the author's erasure takes a message out", "[erasure]") {
  const std::string said = message("g", "4918", monday, R"("group_id":"G1",)");
  const std::string reaction = value(
      "messages", R"("messages":[{"id":"r","from":"4917","group_id":"G1","timestamp":")" + std::to_string(monday) +
                      R"(","type":"reaction","reaction":{"message_id":"g","emoji":"x"}}])");
  const std::string left = records({said, reaction, erased("4917", tuesday)});
  CHECK(left == records({said, erased("4917", tuesday)}));
  CHECK(left == records({erased("4917", tuesday), reaction, said}));
  CHECK_FALSE(has(records({said, reaction, erased("4918", tuesday)}), "from 4918"));
}

TEST_CASE("an erasure in a store deletes the records it covers", "[erasure]") {
  const std::vector<std::string> told = {message("a", "4917", monday), message("c", "4918", monday),
                                         contact("4917", monday), erased("4917", tuesday)};
  Store store;
  for (const std::string& body : told) store.deliver(body);
  CHECK(store.all() == records(told));
  store.deliver(told[0]);
  CHECK(store.all() == records(told));
}

TEST_CASE("a message that was erased may come again later under the same id", "[erasure]") {
  const std::string again = message("a", "4917", wednesday);
  const std::string all = records({message("a", "4917", monday), erased("4917", tuesday), again});
  CHECK(all == records({again, erased("4917", tuesday)}));
}

TEST_CASE("contacts and profile names are found by their erasure, whenever they came", "[erasure]") {
  const auto profile = [](const std::string& phone) {
    return value("messages", R"("contacts":[{"wa_id":")" + phone + R"(","profile":{"name":"A"}}])");
  };
  const std::vector<std::string> known = {contact("4917", monday), contact("4918", monday), profile("4917"),
                                          profile("4918")};
  const std::vector<std::string> erasures = {erased("4999", tuesday), erased("551187654321", tuesday),
                                             erased("4917", tuesday), erased("4918", tuesday)};
  std::vector<std::string> before = known, after = {erasures[0]}, between = {known[0], erasures[0]};
  before.insert(before.end(), erasures.begin(), erasures.end());
  after.insert(after.end(), known.begin(), known.end());
  after.insert(after.end(), erasures.begin(), erasures.end());
  between.insert(between.end(), known.begin(), known.end());
  between.insert(between.end(), erasures.begin(), erasures.end());
  const std::string all = records(before);
  CHECK_FALSE(has(all, R"({"record":"contact")"));
  CHECK_FALSE(has(all, R"({"record":"profile")"));
  CHECK(records(after) == all);
  CHECK(records(between) == all);
  // One of two names is enough, in any of its spellings.
  const std::string both =
      R"({"record":"contact","number":"106","peer":{"phone":"5511987654321","user_id":"BR.1"},"name":"B","at":5})";
  for (const std::string name : {"551187654321", "BR.1"})
    CHECK_FALSE(has(records({erased("4999", tuesday), both, erased(name, tuesday)}), R"({"record":"contact")"));
}
