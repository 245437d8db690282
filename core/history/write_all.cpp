#include <algorithm>

#include "core/history/records.h"

namespace twinline {

namespace {

using Sink = std::function<void(std::string_view)>;

// Collects lines into pieces of a comfortable size.
class Lines {
 public:
  explicit Lines(const Sink& sink) : sink_(sink) {}
  ~Lines() { flush(); }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  std::string& text() { return text_; }
  void end_line() {
    text_ += '\n';
    constexpr std::size_t piece = 1U << 16U;
    if (text_.size() >= piece) flush();
  }

 private:
  void flush() {
    if (!text_.empty()) sink_(text_);
    text_.clear();
  }
  const Sink& sink_;
  std::string text_;
};

void write_identities(const Number& number, Lines& lines) {
  struct Identity {
    std::int64_t at;
    std::string_view user_id, phone;
    bool operator<(const Identity& other) const {
      return std::tie(at, user_id, phone) < std::tie(other.at, other.user_id, other.phone);
    }
  };
  std::vector<Identity> identities;
  const People& people = number.messages.people();
  for (NameId user = 1; user < people.size(); ++user) {
    for (const People::Link& link : people.links_of(user))
      identities.push_back({link.at, people.text(user), people.text(link.phone)});
  }
  std::sort(identities.begin(), identities.end());
  for (const Identity& each : identities) {
    write_identity(number, each.user_id, each.phone, each.at, lines.text());
    lines.end_line();
  }
}

void write_contacts(const Number& number, Lines& lines) {
  std::vector<const Contact*> contacts;
  for (const auto& [key, contact] : number.contacts) contacts.push_back(&*contact.value);
  std::stable_sort(contacts.begin(), contacts.end(), [](const Contact* a, const Contact* b) { return a->at < b->at; });
  for (const Contact* const contact : contacts) {
    write_contact(number, *contact, lines.text());
    lines.end_line();
  }
}

void write_messages(const Number& number, Lines& lines) {
  const Messages& messages = number.messages;
  auto threads = messages.threads();
  std::sort(threads.begin(), threads.end());
  for (const auto thread : threads) {
    const auto rows = messages.newest(thread, 0, static_cast<std::size_t>(-1));
    std::for_each(rows.rbegin(), rows.rend(), [&](RowId row) {
      write_message(number, row, lines.text());
      lines.end_line();
    });
  }
}

void write_waiting(const Number& number, Lines& lines) {
  std::vector<RowId> rows;
  number.messages.for_rows([&](RowId row) {
    if (!number.messages.row(row).is(Row::placed)) rows.push_back(row);
  });
  std::sort(rows.begin(), rows.end(), [&](RowId a, RowId b) { return number.messages.before(a, b); });
  for (const RowId row : rows) {
    write_message(number, row, lines.text());
    lines.end_line();
  }
}

}  // namespace

void write_all(const std::vector<const Number*>& numbers, const Sink& sink) {
  Lines lines(sink);
  lines.text() += first_record;
  lines.end_line();
  for (const Number* const number : numbers) {
    if (!number->waba.value && !number->phone.value && number->id.empty()) continue;
    write_number(*number, lines.text());
    lines.end_line();
  }
  for (const Number* const number : numbers) {
    for (const auto& [key, sync] : number->syncs) {
      write_sync(*number, key, sync, lines.text());
      lines.end_line();
    }
  }
  for (const Number* const number : numbers) write_identities(*number, lines);
  for (const Number* const number : numbers) write_contacts(*number, lines);
  for (const Number* const number : numbers) {
    for (const auto& [name, names] : number->profiles) {
      write_profile(*number, name, names, lines.text());
      lines.end_line();
    }
  }
  for (const Number* const number : numbers) write_messages(*number, lines);
  for (const Number* const number : numbers) write_waiting(*number, lines);
  for (const Number* const number : numbers) {
    for (const auto& [hash, until] : number->erased.by_hash()) {
      write_erased(*number, hash, until, lines.text());
      lines.end_line();
    }
  }
}

}  // namespace twinline
