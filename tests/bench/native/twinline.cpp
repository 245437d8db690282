// Our side: as a host uses the library.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <vector>

#include "core/decode/decoder.h"
#include "core/history/history.h"
#include "tests/bench/native/answer.h"
#include "tests/bench/native/contender.h"

namespace twinline::bench {
namespace {

constexpr std::uint32_t all = std::numeric_limits<std::uint32_t>::max();

// The nth string of a page, whose ends count UTF-16 units.
class Strings {
 public:
  explicit Strings(const Page& page) : page_(page) {}
  std::string_view next() {
    const std::size_t begin = byte_;
    for (const std::uint32_t end = page_.text_end[nth_++]; unit_ < end; ++byte_) {
      const auto byte = static_cast<unsigned char>(page_.text[byte_]);
      if ((byte & 0xc0U) != 0x80U) unit_ += byte >= 0xf0U ? 2 : 1;
      while (byte_ + 1 < page_.text.size() && (static_cast<unsigned char>(page_.text[byte_ + 1]) & 0xc0U) == 0x80U)
        ++byte_;
    }
    return std::string_view(page_.text).substr(begin, byte_ - begin);
  }

 private:
  const Page& page_;
  std::size_t nth_ = 0, byte_ = 0;
  std::uint32_t unit_ = 0;
};

std::vector<std::string> thread_names(const History& history, std::string_view number) {
  const Page page = history.threads({number, 0, all});
  Strings strings(page);
  std::vector<std::string> names;
  for (std::uint32_t row = 0; row < page.rows; ++row) {
    for (const std::string_view column : thread_strings) {
      const std::string_view text = strings.next();
      if (column == "thread") names.emplace_back(text);
    }
  }
  return names;
}

class Twinline : public Contender {
 public:
  void run(Bodies bodies) override {
    Decoder decoder;
    for (const std::string_view body : bodies) {
      const auto batch = decoder(body);
      if (!batch) {
        std::fprintf(stderr, "twinline refuses byte %zu: %s\n", batch.error().byte, batch.error().what.c_str());
        std::exit(1);
      }
      history_.apply(**batch);
    }
    // Every thread is put in order, and the threads by their latest message, which nobody knows before that.
    for (const std::string& number : history_.numbers()) history_.threads({number, 0, all});
  }

  std::string answer() override {
    Answer answer;
    for (const std::string& number : history_.numbers()) {
      std::vector<std::string> threads = thread_names(history_, number);
      std::sort(threads.begin(), threads.end());
      for (const std::string& thread : threads) add_thread(answer, number, thread);
    }
    return answer.end();
  }

  std::vector<std::string> search(std::string_view text) override {
    std::vector<std::string> ids;
    for (const std::string& number : history_.numbers()) {
      const Page page = history_.search({number, text, 50});
      Strings strings(page);
      for (std::uint32_t row = 0; row < page.rows; ++row) {
        for (const std::string_view column : search_strings) {
          const std::string_view value = strings.next();
          if (column == "id") ids.emplace_back(value);
        }
      }
    }
    return ids;
  }

 private:
  void add_thread(Answer& answer, const std::string& number, const std::string& thread) const {
    const Page page = history_.messages({number, thread, 0, all});
    Strings strings(page);
    for (std::uint32_t row = 0; row < page.rows; ++row) {
      std::string_view id, text;
      for (const std::string_view column : message_strings) {
        const std::string_view value = strings.next();
        if (column == "id") id = value;
        if (column == "text") text = value;
      }
      answer.add(thread, id, static_cast<std::int64_t>(page.at[row]), page_status_names[page.status[row]], text);
    }
  }

  History history_;
};

class TwinlineDecode : public Contender {
 public:
  void run(Bodies bodies) override {
    Decoder decoder;
    for (const std::string_view body : bodies) {
      if (!decoder(body)) std::exit(1);
    }
  }
};

}  // namespace

std::unique_ptr<Contender> make_twinline() { return std::make_unique<Twinline>(); }
std::unique_ptr<Contender> make_twinline_decode() { return std::make_unique<TwinlineDecode>(); }

}  // namespace twinline::bench
