#include "core/history/search.h"

#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/fold.h"
#include "core/history/needle.h"
#include "core/history/snippet.h"
#include "core/json/writer.h"
#include "tests/support/catch.h"

using namespace twinline;

namespace {

constexpr std::string_view number = "1001";

std::string folded(std::string_view text) {
  std::string result;
  append_folded(text, result);
  return result;
}

class Inbox {
 public:
  void live(std::string_view id, std::int64_t at, std::string_view text, std::string_view from = "16505551234") {
    std::string body = R"({"text":{"body":")";
    append_escaped(text, body);
    body += R"("},"type":"text")";
    take("messages", from, id, at, body);
  }
  void edit(std::string_view target, std::int64_t at, std::string_view text) {
    std::string body = R"({"type":"edit","edit":{"original_message_id":")" + std::string(target) +
                       R"(","message":{"type":"text","text":{"body":")";
    append_escaped(text, body);
    take("messages", "16505551234", "wamid.edit", at, body + R"("}}})");
  }
  void revoke(std::string_view target) {
    take("messages", "16505551234", "wamid.revoke", 1739321500,
         R"({"type":"revoke","revoke":{"original_message_id":")" + std::string(target) + R"("})");
  }
  void apply(const std::string& body) {
    const auto batch = decoder_(body);
    REQUIRE(batch);
    history.apply(**batch);
  }

  // Ids of what is found, newest first.
  std::vector<std::string> found(std::string_view text, std::uint32_t limit = 50, SearchPlace before = {}) {
    return column(history.search({number, text, limit, before}), std::size(search_strings), 2);
  }
  std::vector<std::string> named(std::string_view text) {
    return column(history.threads({number, 0, 50, text}), std::size(thread_strings), 0);
  }
  static std::vector<std::string> column(const Page& page, std::size_t strings, std::size_t which) {
    // Ends count UTF-16 units, so the bytes are found by walking.
    std::vector<std::string> all;
    std::size_t byte = 0;
    std::uint32_t begin = 0;
    for (const std::uint32_t end : page.text_end) {
      std::size_t size = 0;
      while (utf16_units(std::string_view(page.text).substr(byte, size)) < end - begin) ++size;
      while (byte + size < page.text.size() && (static_cast<unsigned char>(page.text[byte + size]) & 0xC0U) == 0x80U)
        ++size;
      all.push_back(page.text.substr(byte, size));
      byte += size;
      begin = end;
    }
    std::vector<std::string> chosen;
    for (std::size_t at = which; at < all.size(); at += strings) chosen.push_back(all[at]);
    return chosen;
  }

  History history;

 private:
  // `content` begins with "{" and is not closed.
  void take(std::string_view field, std::string_view from, std::string_view id, std::int64_t at,
            const std::string& content) {
    std::string body = R"({"entry":[{"id":"2002","changes":[{"field":")" + std::string(field) +
                       R"(","value":{"metadata":{"phone_number_id":"1001","display_phone_number":"15550783881"},)" +
                       R"("messages":[)" + content + R"(,"id":")" + std::string(id) + R"(","from":")" +
                       std::string(from) + R"(","timestamp":")" + std::to_string(at) + R"("}]}}]}]})";
    apply(body);
  }
  Decoder decoder_;
};

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("folding makes case, accents, width and fancy letters one", "[search]") {
  CHECK(folded("Ünïcödé") == "unicode");
  CHECK(folded("u\u0308nico\u0301de") == "unicode");
  CHECK(folded("ＵＮＩＣＯＤＥ") == "unicode");
  CHECK(folded("𝓾𝐧𝗶𝕔𝔬𝖽𝑒") == "unicode");
  CHECK(folded("Straße") == "strasse");
  CHECK(folded("STRASSE") == "strasse");
  CHECK(folded("Łódź") == "lodz");
  CHECK(folded("İstanbul ISPARTA ısparta") == "istanbul isparta isparta");
  CHECK(folded("ΟΔΥΣΣΕΎΣ") == folded("οδυσσευς"));
  CHECK(folded("ПРИВЕТ Ёлка") == "привет елка");
  CHECK(folded("ДОБРИЙ") == folded("добрий"));
  CHECK(folded("добрии\u0306") == folded("добрий"));
  CHECK(folded("don\u2019t") == "don't");
  CHECK(folded("مُحَمَّد") == "محمد");
}

TEST_CASE("folding leaves writing without case as it is", "[search]") {
  for (const std::string_view text :
       {"東京タワー", "が", "한국어", "हिन्दी", "ไทย", "👍🏽", "🇩🇪", "👩‍👩‍👧"}) {
    CHECK(folded(text) == text);
  }
  CHECK(folded("❤\uFE0F") == "❤");
  CHECK(folded("ﾃｽﾄ") == "テスト");
}

TEST_CASE("kana and Korean syllables that were written in parts are one with composed ones", "[search]") {
  CHECK(folded("か\u3099") == "が");
  CHECK(folded("は\u309Aひ\u3099") == "ぱび");
  CHECK(folded("ウ\u3099ワ\u3099ゝ\u3099") == "ヴヷゞ");
  CHECK(folded("ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟﾌﾟ ｳﾞ") == "ガギグ パピプ ヴ");
  CHECK(folded("な\u3099あ\u309A\u3099") == "な\u3099あ\u309A\u3099");
  const std::string_view sounding =
      "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ";
  const std::string_view plain =
      "かきくけこさしすせそたちつてとはひふへほはひふへほカキクケコサシスセソタチツテトハヒフヘホハヒフヘホ";
  for (std::size_t at = 0; at < plain.size(); at += 3) {
    const bool half = (at / 3) % 25 >= 20;
    CHECK(folded(std::string(plain.substr(at, 3)) + (half ? "\u309A" : "\u3099")) == sounding.substr(at, 3));
  }
  CHECK(folded("\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165") == "한국어");
  CHECK(folded("\uD558\u11AB") == "한");
  CHECK(folded("\uD55C\u11AB") == "\uD55C\u11AB");
  CHECK(folded("\u1161\u11AB") == "\u1161\u11AB");
  const auto marked = snippet_of("x か\u3099く", parse_search("がく"));
  CHECK(marked.hits == "[[2,5]]");
}

TEST_CASE("folding twice is folding once", "[search]") {
  for (char32_t code = 1; code < 0x20000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    std::string text;
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xC0 | code >> 6);
      text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      text += static_cast<char>(0xE0 | code >> 12);
      text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      text += static_cast<char>(0xF0 | code >> 18);
      text += static_cast<char>(0x80 | (code >> 12 & 0x3F));
      text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    }
    const std::string once = folded(text);
    if (folded(once) != once) FAIL("U+" << std::hex << static_cast<std::uint32_t>(code) << " becomes " << once);
  }
}

TEST_CASE("a needle is found wherever it stands, and only there", "[search]") {
  std::mt19937 random(11);
  const auto pick = [&random](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  for (int round = 0; round < 20000; ++round) {
    std::string text, word;
    const std::size_t size = pick(90), length = 1 + pick(pick(4) == 0 ? 40 : 4);
    const std::string_view letters = "abABx-\xC3\xA9";
    for (std::size_t i = 0; i < size; ++i) text += letters[pick(round % 2 == 0 ? 6 : letters.size())];
    for (std::size_t i = 0; i < length; ++i) word += "abx-"[pick(4)];
    if (pick(2) == 0 && text.size() >= length) {
      word = text.substr(pick(text.size() - length + 1), length);
      for (char& c : word) c = lower_ascii(c);
    }
    std::string lower = text;
    bool ascii = true;
    for (char& c : lower) {
      ascii = ascii && static_cast<unsigned char>(c) < 0x80;
      c = lower_ascii(c);
    }
    const Needle needle(word);
    const std::string room = text + std::string(Arena::readable_behind, word.back());
    const Needle::Look look = needle.look_in(std::string_view(room).substr(0, text.size()));
    INFO("round " << round << ": " << word << " in " << text);
    REQUIRE(look.found == (lower.find(word) != std::string::npos));
    REQUIRE(needle.find_in(text) == lower.find(word));
    if (!look.found) REQUIRE(look.only_ascii == ascii);
  }
}

TEST_CASE("messages are found newest first, whatever their case and accents", "[search]") {
  Inbox inbox;
  inbox.live("wamid.1", 1739321001, "Grüße aus München");
  inbox.live("wamid.3", 1739321003, "GRUSSE");
  inbox.live("wamid.2", 1739321002, "viele gruesse, viele grusse");
  inbox.live("wamid.4", 1739321004, "東京で会いましょう 👍🏽");
  CHECK(inbox.found("grüsse") == Ids{"wamid.3", "wamid.2", "wamid.1"});
  CHECK(inbox.found("MUNCHEN") == Ids{"wamid.1"});
  CHECK(inbox.found("京") == Ids{"wamid.4"});
  CHECK(inbox.found("👍") == Ids{"wamid.4"});
  CHECK(inbox.found("munchen grusse") == Ids{"wamid.1"});
  CHECK(inbox.found("\"aus munchen\"") == Ids{"wamid.1"});
  CHECK(inbox.found("\"munchen aus\"").empty());
  CHECK(inbox.found("nowhere").empty());
  CHECK(inbox.found("   ").empty());
  CHECK(inbox.history.search({"another number", "grusse"}).rows == 0);
}

TEST_CASE("an edited message is found by what it says now, a revoked one not at all", "[search]") {
  Inbox inbox;
  inbox.live("wamid.1", 1739321001, "see you on Monday");
  CHECK(inbox.found("monday") == Ids{"wamid.1"});
  inbox.edit("wamid.1", 1739321100, "see you on Túesday");
  CHECK(inbox.found("monday").empty());
  CHECK(inbox.found("tuesday") == Ids{"wamid.1"});
  inbox.revoke("wamid.1");
  CHECK(inbox.found("tuesday").empty());
}

TEST_CASE("a search goes on where its last page ended", "[search]") {
  Inbox inbox;
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    // Many in the same second, and some of unknown time.
    const std::int64_t at = i % 50 == 0 ? 0 : 1739321000 + static_cast<std::int64_t>(random() % 40);
    inbox.live("wamid." + std::to_string(i), at, i % 3 == 0 ? "nothing" : "somethíng", "4915" + std::to_string(i % 7));
  }
  const Ids whole = inbox.found("something", 1000);
  CHECK(whole.size() == 200);
  CHECK(std::set<std::string>(whole.begin(), whole.end()).size() == 200);
  for (const std::uint32_t limit : {1U, 7U, 50U, 199U, 200U}) {
    Ids pieces;
    std::string last;
    SearchPlace before;
    bool more = true;
    while (more) {
      const Page page = inbox.history.search({number, "something", limit, before});
      more = page.total > page.rows;
      const Ids ids = Inbox::column(page, std::size(search_strings), 2);
      REQUIRE_FALSE(ids.empty());
      pieces.insert(pieces.end(), ids.begin(), ids.end());
      last = ids.back();
      before = {static_cast<std::int64_t>(page.at.back()), last};
    }
    CHECK(pieces == whole);
  }
}

TEST_CASE("a search finds the same as looking at every message", "[search]") {
  std::mt19937 random(23);
  const std::vector<std::string> pieces = {"hello", "Hello", "HÉLLO", " ",      "x",
                                           "東京",  "京都",  "👍",     "Привет", "ПРИВЕТ"};
  const auto text = [&](std::size_t count) {
    std::string made;
    for (std::size_t i = 0; i < count; ++i) made += pieces[random() % pieces.size()];
    return made;
  };
  Inbox inbox;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 600; ++i) {
    texts.push_back(text(random() % 12));
    inbox.live("wamid." + std::to_string(1000 + i), 1739321000 + static_cast<std::int64_t>(i), texts.back());
    if (i % 50 != 0) continue;
    for (const std::string word : {"lohe", "京", "都京", "приветпр", "o x", "élloп"}) {
      Ids expected;
      for (std::size_t each = texts.size(); each-- > 0;) {
        if (parse_search(word).all_in(folded(texts[each]))) expected.push_back("wamid." + std::to_string(1000 + each));
      }
      CHECK(inbox.found(word, 1000) == expected);
    }
  }
}

TEST_CASE("people are found by names, phones and ids", "[search]") {
  Inbox inbox;
  inbox.live("wamid.1", 1739321001, "hi", "491701234567");
  inbox.live("wamid.2", 1739321002, "hi", "16505551234");
  inbox.apply(R"({"entry":[{"changes":[{"field":"smb_app_state_sync","value":{"metadata":{"phone_number_id":"1001"},
    "state_sync":[{"type":"contact","contact":{"full_name":"José Núñez","phone_number":"491701234567"},
    "action":"add","metadata":{"timestamp":"1739321000"}}]}}]}]})");
  CHECK(inbox.named("nunez jose") == Ids{"491701234567"});
  CHECK(inbox.named("+49 170 1234") == Ids{"491701234567"});
  CHECK(inbox.named("555-12") == Ids{"16505551234"});
  CHECK(inbox.named("nobody").empty());
  CHECK(inbox.named("12").empty());
}

TEST_CASE("a snippet shows what was found and marks it", "[search]") {
  const auto marked = [](std::string_view text, std::string_view typed) {
    return snippet_of(text, parse_search(typed));
  };
  CHECK(marked("Héllo wörld", "world hello").text == "Héllo wörld");
  CHECK(marked("Héllo wörld", "world hello").hits == "[[0,5],[6,11]]");
  CHECK(marked("👍 oke\u0301 👍", "oke").hits == "[[3,7]]");
  CHECK(marked("Straße", "s").hits == "[[0,1],[4,5]]");
  CHECK(marked("aXa", "xa ax").hits == "[[0,3]]");
  std::string text;
  for (int i = 0; i < 100; ++i) text += "wörter ";
  const Snippet middle = marked(text + "Nadel " + text, "nadel");
  CHECK(middle.text.find("Nadel") != std::string::npos);
  CHECK(middle.text.size() < 260);
  CHECK(middle.text.starts_with("…"));
  CHECK(middle.text.ends_with("…"));
}
