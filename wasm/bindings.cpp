// The border: everything JavaScript can call. Coarse calls, bytes in, columns out; no rule of the core is said again.
//
// Input is written by the host into one buffer (`room`), output is read from memory at once: a view of it dies with the
// next call. Errors are values: a call that fails returns false and the reason is asked for.
#include <emscripten/bind.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decode/decoder.h"
#include "core/decode/events.h"
#include "core/history/format.h"
#include "core/history/history.h"
#include "core/json/writer.h"
#include "core/result.h"
#include "wasm/fetch.h"

namespace {

using emscripten::typed_memory_view;
using emscripten::val;

template <class T>
val view(const std::vector<T>& column) {
  return val(typed_memory_view(column.size(), column.data()));
}

val view(std::string_view text) {
  return val(typed_memory_view(text.size(), reinterpret_cast<const unsigned char*>(text.data())));
}

// A history and the page that was asked for last.
struct BoundHistory {
  twinline::History history;
  twinline::Page page;
  std::vector<std::uint32_t> numbers_beside;  // what an answer has beside its page

  void numbers() {
    page.clear();
    page.strings = 1;
    for (const std::string& number : history.numbers()) page.add(number);
  }
  void threads(const std::string& number, std::uint32_t offset, std::uint32_t limit, double older_than) {
    page = history.threads({number, offset, limit, {}, static_cast<std::int64_t>(older_than)});
  }
  void messages(const std::string& number, const std::string& thread, std::uint32_t end, std::uint32_t limit,
                double older_than) {
    page = history.messages({number, thread, end, limit, static_cast<std::int64_t>(older_than)});
  }
  void threads_named(const std::string& number, const std::string& named, std::uint32_t limit, double older_than) {
    page = history.threads({number, 0, limit, named, static_cast<std::int64_t>(older_than)});
  }
  // Gives the thread; `beside` the end of the page and the message's row in it.
  std::string around(const std::string& number, const std::string& id, std::uint32_t before, std::uint32_t after,
                     double older_than) {
    twinline::Around around = history.around({number, id, before, after, static_cast<std::int64_t>(older_than)});
    page = std::move(around.page);
    numbers_beside = {around.end, around.row};
    return std::move(around.thread);
  }
  void search(const std::string& number, const std::string& text, std::uint32_t limit, double before_at,
              const std::string& before_id) {
    page = history.search({number, text, limit, {static_cast<std::int64_t>(before_at), before_id}});
  }
  // `beside`: how many there are of each state.
  void media_due(const std::string& number, double now_s, double within_s, std::uint32_t states, std::uint32_t offset,
                 std::uint32_t limit) {
    twinline::MediaDue due = history.media_due(
        {number, static_cast<std::int64_t>(now_s), static_cast<std::int64_t>(within_s), states, offset, limit});
    page = std::move(due.page);
    numbers_beside.assign(due.counts.begin(), due.counts.end());
  }
  std::string issues(const std::string& number, double now_s) const {
    return history.issues(number, static_cast<std::int64_t>(now_s));
  }
  std::string summary(const std::string& number) const { return history.number_summary(number); }
  std::string message_record(const std::string& number, const std::string& id) const {
    return history.message_record(number, id);
  }
  val records() const {
    std::string lines;
    history.write_records([&lines](std::string_view piece) { lines.append(piece); });
    return view(lines).call<val>("slice");
  }
  double version() const { return static_cast<double>(history.version()); }

  std::uint32_t total() const { return page.total; }
  std::uint32_t offset() const { return page.offset; }
  std::uint32_t left_out() const { return page.left_out; }
  val beside() const { return view(numbers_beside); }
  val at() const { return view(page.at); }
  val expires_at() const { return view(page.expires_at); }
  val count() const { return view(page.count); }
  val direction() const { return view(page.direction); }
  val status() const { return view(page.status); }
  val flags() const { return view(page.flags); }
  val text() const { return view(page.text); }
  val text_end() const { return view(page.text_end); }
};

// The way in: one buffer, one decoder, and what was said about the last input.
class Border {
 public:
  Border() = default;
  ~Border() { std::free(input_); }
  Border(const Border&) = delete;
  Border& operator=(const Border&) = delete;

  std::uintptr_t room(std::size_t bytes) {
    std::free(input_);
    input_ = static_cast<char*>(std::malloc(std::max<std::size_t>(bytes, 1)));
    return reinterpret_cast<std::uintptr_t>(input_);
  }
  std::uintptr_t outcome() const { return reinterpret_cast<std::uintptr_t>(&outcome_); }

  bool decode(std::size_t size, const std::string& file, std::uint32_t line) {
    output_.clear();
    const auto batch = read({input_, size});
    if (batch == nullptr) return false;
    twinline::write_events(*batch, {file, line}, output_);
    return true;
  }
  bool facts(const BoundHistory& about, const std::string& number, const std::string& id, std::size_t size) {
    output_.clear();
    const auto batch = read({input_, size});
    if (batch == nullptr) return false;
    auto ids = about.history.ids_of(number, id);
    if (ids.empty()) ids.push_back(id);
    twinline::write_events_about(*batch, number, ids, output_);
    return true;
  }
  val output() const { return view(output_); }

  bool apply(BoundHistory& to, std::size_t size) {
    outcome_ = {};
    return join(to, {input_, size});
  }

  bool apply_lines(BoundHistory& to, std::size_t size) {
    outcome_ = {};
    line_errors_.clear();
    for (std::string_view rest{input_, size}; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      ++outcome_.lines;
      const bool blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
      if (!blank && !join(to, line)) line_errors_.emplace_back(outcome_.lines, error_);
    }
    return line_errors_.empty();
  }
  val line_errors() const {
    val list = val::array();
    for (const auto& [line, error] : line_errors_) {
      val item = val::object();
      item.set("line", line);
      item.set("byte", error.byte);
      item.set("code", std::string(to_string(error.code)));
      item.set("message", error.what);
      list.call<void>("push", item);
    }
    return list;
  }

  std::string error_code() const { return std::string(to_string(error_.code)); }
  std::string error_message() const { return error_.what; }

 private:
  // Read by the host straight from memory: a live webhook costs one call.
  struct Outcome {
    std::uint32_t facts = 0, changed = 0, byte = 0, lines = 0;
  };

  const twinline::Batch* read(std::string_view text) {
    const auto batch = decoder_(text);
    if (batch) return *batch;
    error_ = batch.error();
    outcome_.byte = static_cast<std::uint32_t>(error_.byte);
    return nullptr;
  }
  bool join(BoundHistory& to, std::string_view text) {
    const twinline::Batch* batch = read(text);
    if (batch == nullptr) return false;
    if (auto newer = twinline::newer_format(*batch)) {
      error_ = *std::move(newer);
      return false;
    }
    const twinline::Applied applied = to.history.apply(*batch);
    to.history.settle();  // nothing is stored here: each call tells its own changes
    outcome_.facts += applied.facts;
    outcome_.changed += applied.changed;
    return true;
  }

  char* input_ = nullptr;
  twinline::Decoder decoder_;
  std::string output_;
  twinline::Error error_;
  std::vector<std::pair<std::uint32_t, twinline::Error>> line_errors_;
  Outcome outcome_;
};

class BoundFollow {
 public:
  BoundFollow(BoundHistory& history, std::string base, std::string number, std::string token, std::string since,
              val stepped)
      : follow_(history.history, {std::move(base), std::move(number), std::move(token), std::move(since)},
                std::move(stepped)) {}

  void start() { follow_.start(); }
  void stop() { follow_.stop(); }
  int state() const { return static_cast<int>(follow_.follower().state()); }
  std::string version() const { return follow_.follower().version(); }

 private:
  twinline::FetchFollow follow_;
};

// The names behind the numbers. The host's own tables are tested against them.
std::string describe() {
  std::string json;
  twinline::Writer writer(json);
  const auto list = [&writer](std::string_view name, const auto& names) {
    writer.begin_array(name);
    for (const std::string_view each : names) writer.element(each);
    writer.end_array();
  };
  writer.begin_object().member("version", std::string_view(TWINLINE_VERSION));
  list("directions", twinline::page_direction_names);
  list("statuses", twinline::page_status_names);
  list("flags", twinline::page_flag_names);
  list("threadStrings", twinline::thread_strings);
  list("messageStrings", twinline::message_strings);
  list("searchStrings", twinline::search_strings);
  list("mediaStrings", twinline::media_strings);
  list("mediaStates", twinline::media_state_names);
  list("followStates", twinline::follow_state_names);
  writer.end_object();
  return json;
}

}  // namespace

EMSCRIPTEN_BINDINGS(twinline) {
  using namespace emscripten;

  function("describe", &describe);
  function("fetchSettled", &twinline::FetchFollow::settled);

  class_<Border>("Border")
      .constructor<>()
      .function("room", &Border::room)
      .function("outcome", &Border::outcome)
      .function("decode", &Border::decode)
      .function("facts", &Border::facts)
      .function("output", &Border::output)
      .function("apply", &Border::apply)
      .function("applyLines", &Border::apply_lines)
      .function("lineErrors", &Border::line_errors)
      .function("errorCode", &Border::error_code)
      .function("errorMessage", &Border::error_message);

  class_<BoundHistory>("History")
      .constructor<>()
      .function("numbers", &BoundHistory::numbers)
      .function("threads", &BoundHistory::threads)
      .function("messages", &BoundHistory::messages)
      .function("threadsNamed", &BoundHistory::threads_named)
      .function("around", &BoundHistory::around)
      .function("search", &BoundHistory::search)
      .function("mediaDue", &BoundHistory::media_due)
      .function("issues", &BoundHistory::issues)
      .function("summary", &BoundHistory::summary)
      .function("messageRecord", &BoundHistory::message_record)
      .function("records", &BoundHistory::records)
      .function("version", &BoundHistory::version)
      .function("total", &BoundHistory::total)
      .function("offset", &BoundHistory::offset)
      .function("leftOut", &BoundHistory::left_out)
      .function("beside", &BoundHistory::beside)
      .function("at", &BoundHistory::at)
      .function("expiresAt", &BoundHistory::expires_at)
      .function("count", &BoundHistory::count)
      .function("direction", &BoundHistory::direction)
      .function("status", &BoundHistory::status)
      .function("flags", &BoundHistory::flags)
      .function("text", &BoundHistory::text)
      .function("textEnd", &BoundHistory::text_end);

  class_<BoundFollow>("Follow")
      .constructor<BoundHistory&, std::string, std::string, std::string, std::string, val>()
      .function("start", &BoundFollow::start)
      .function("stop", &BoundFollow::stop)
      .function("state", &BoundFollow::state)
      .function("version", &BoundFollow::version);
}
