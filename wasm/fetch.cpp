#include "wasm/fetch.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace twinline {
namespace {

using emscripten::typed_memory_view;
using emscripten::val;

std::int64_t now_ms() { return static_cast<std::int64_t>(val::global("Date").call<double>("now")); }

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

FetchFollow::FetchFollow(History& history, FollowTarget target, val stepped)
    : history_(history),
      follower_(history, std::move(target)),
      stepped_(std::move(stepped)),
      abort_(val::undefined()),
      reader_(val::undefined()),
      timer_(val::undefined()) {}

FetchFollow::~FetchFollow() { stop(); }

void FetchFollow::start() { step(); }

void FetchFollow::stop() {
  const Pending pending = std::exchange(pending_, Pending::nothing);
  if (pending == Pending::nothing) return;
  Ticket* ticket = std::exchange(ticket_, nullptr);
  ticket->owner = nullptr;
  if (pending == Pending::timer) {
    val::global("clearTimeout")(timer_);
    delete ticket;  // a cleared timer never calls
  } else {
    abort_.call<void>("abort");
  }
}

void FetchFollow::step() {
  std::visit(Overloaded{[this](const Request& request) { send(request); },
                        [this](Follower::Wait pause) { wait(pause.until_ms); }, [](Follower::Stopped) {}},
             follower_.next(now_ms()));
  stepped_();
}

void FetchFollow::send(const Request& request) {
  abort_ = val::global("AbortController").new_();
  val headers = val::object();
  for (const auto& [name, value] : request.headers) headers.set(name, value);
  val options = val::object();
  options.set("method", request.method);
  options.set("headers", headers);
  options.set("cache", std::string("no-store"));
  options.set("credentials", std::string("same-origin"));
  options.set("signal", abort_["signal"]);
  await(val::global("fetch")(request.url, options), Pending::answer);
}

void FetchFollow::wait(std::int64_t until_ms) {
  pending_ = Pending::timer;
  ticket_ = new Ticket{this};
  const auto pause_ms = static_cast<double>(std::max<std::int64_t>(until_ms - now_ms(), 0));
  // The last argument stands for the value of a promise: Embind counts arguments.
  timer_ = val::global("setTimeout")(callback(true), pause_ms, val::undefined());
}

void FetchFollow::await(const val& promise, Pending pending) {
  pending_ = pending;
  ticket_ = new Ticket{this};
  promise.call<val>("then", callback(true), callback(false));
}

val FetchFollow::callback(bool fulfilled) const {
  return val::module_property("fetchSettled")
      .call<val>("bind", val::undefined(), reinterpret_cast<std::uintptr_t>(ticket_), fulfilled);
}

void FetchFollow::settled(std::uintptr_t address, bool fulfilled, val value) {
  auto* ticket = reinterpret_cast<Ticket*>(address);
  FetchFollow* owner = ticket->owner;
  delete ticket;
  if (owner == nullptr) return;

  owner->ticket_ = nullptr;
  switch (std::exchange(owner->pending_, Pending::nothing)) {
    case Pending::answer:
      return fulfilled ? owner->on_answer(std::move(value)) : owner->on_end();
    case Pending::piece:
      return fulfilled ? owner->on_piece(value) : owner->on_end();
    case Pending::timer:
      return owner->step();
    case Pending::nothing:
      return;
  }
}

void FetchFollow::on_answer(val response) {
  follower_.answered(response["status"].as<int>());
  const val body = response["body"];
  if (!response["ok"].as<bool>() || body.isNull()) {
    abort_.call<void>("abort");
    return on_end();
  }
  reader_ = body.call<val>("getReader");
  read();
  stepped_();
}

void FetchFollow::read() { await(reader_.call<val>("read"), Pending::piece); }

void FetchFollow::on_piece(const val& result) {
  if (result["done"].as<bool>()) return on_end();
  const val bytes = result["value"];
  piece_.resize(bytes["length"].as<std::size_t>());
  val(typed_memory_view(piece_.size(), reinterpret_cast<unsigned char*>(piece_.data()))).call<void>("set", bytes);
  follower_.bytes(piece_);
  history_.settle();  // what a shim stores is no change of ours
  read();
  stepped_();
}

void FetchFollow::on_end() {
  reader_ = val::undefined();
  follower_.ended(now_ms());
  step();
}

}  // namespace twinline
