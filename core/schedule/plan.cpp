#include "core/schedule/plan.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

namespace twinline {

namespace {

// The indexes of a list in order of time; equal times keep the order of the list.
template <class List>
std::vector<std::uint32_t> in_order_of_time(const List& list) {
  std::vector<std::uint32_t> order(list.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return list[a].at_ms < list[b].at_ms; });
  return order;
}

class Plan {
 public:
  Plan(const Scenario& scenario, const std::function<void(const PlanStep&)>& sink, Scheduler scheduler)
      : scenario_(scenario),
        sink_(sink),
        scheduler_(std::move(scheduler)),
        tickets_(scenario.messages.size()),
        inbound_(in_order_of_time(scenario.inbound)),
        messages_(in_order_of_time(scenario.messages)) {}

  PlanUse run() {
    TimeMs now = 0;
    for (TimeMs next = next_time(now); next != never_ms; next = next_time(now)) {
      use_until(next, now);
      now = next;
      receive(now);
      settle_answers(now);
      submit_new(now);
      start_what_is_due(now);
      count_use(now);
    }
    end_the_rest(last_event_);
    return use_;
  }

 private:
  struct Pending {
    TimeMs at;
    std::uint64_t order;
    std::uint32_t message;
    SendResult result;
    bool operator<(const Pending& other) const { return at != other.at ? at > other.at : order > other.order; }
  };

  TimeMs next_time(TimeMs now) {
    TimeMs next = scheduler_.wake(now);
    if (next_inbound_ < inbound_.size()) next = std::min(next, scenario_.inbound[inbound_[next_inbound_]].at_ms);
    if (next_message_ < messages_.size()) next = std::min(next, scenario_.messages[messages_[next_message_]].at_ms);
    if (!pending_.empty()) next = std::min(next, pending_.top().at);
    return next;
  }

  void receive(TimeMs now) {
    for (; next_inbound_ < inbound_.size(); ++next_inbound_) {
      const Scenario::Inbound& inbound = scenario_.inbound[inbound_[next_inbound_]];
      if (inbound.at_ms > now) return;
      scheduler_.inbound(inbound.count, now);
      received_now_ += inbound.count;
      last_event_ = now;
    }
  }

  void settle_answers(TimeMs now) {
    while (!pending_.empty() && pending_.top().at <= now) {
      const Pending answer = pending_.top();
      pending_.pop();
      last_event_ = now;
      scheduler_.settle(tickets_[answer.message], answer.result, now);
      print_endings();
    }
  }

  void submit_new(TimeMs now) {
    for (; next_message_ < messages_.size(); ++next_message_) {
      const std::uint32_t message = messages_[next_message_];
      if (scenario_.messages[message].at_ms > now) return;
      const Ticket ticket = scheduler_.submit(scenario_.messages[message].send, now);
      tickets_[message] = ticket;
      last_event_ = now;
      if (ticket.slot >= message_of_slot_.size()) message_of_slot_.resize(ticket.slot + 1);
      message_of_slot_[ticket.slot] = message;
      print_endings();
    }
  }

  void start_what_is_due(TimeMs now) {
    for (;;) {
      const std::optional<Ticket> ticket = scheduler_.due(now);
      print_endings();
      if (!ticket) return;
      if (!scheduler_.started(*ticket, now)) continue;
      ++started_now_;
      last_event_ = now;
      const std::uint32_t message = message_of_slot_[ticket->slot];
      const unsigned attempt = scheduler_.attempts(*ticket);
      sink_({PlanStep::Kind::start, &scenario_.messages[message], now, attempt, {}, {}});
      answer(message, attempt, *ticket, now);
    }
  }

  void answer(std::uint32_t message, unsigned attempt, Ticket ticket, TimeMs now) {
    const auto before = [](const Scenario::ScriptedAnswer& scripted, const std::pair<std::size_t, unsigned>& wanted) {
      return std::pair(scripted.message, scripted.attempt) < wanted;
    };
    const auto scripted = std::lower_bound(scenario_.answers.begin(), scenario_.answers.end(),
                                           std::pair(std::size_t{message}, attempt), before);
    const bool found =
        scripted != scenario_.answers.end() && scripted->message == message && scripted->attempt == attempt;
    if (found && scripted->latency_ms > 0) {
      pending_.push({now + scripted->latency_ms, next_order_++, message, scripted->result});
      return;
    }
    scheduler_.settle(ticket, found ? scripted->result : SendResult{}, now);
    print_endings();
  }

  void print_endings() {
    for (const Ending& ending : scheduler_.take_endings()) {
      last_event_ = ending.at_ms;
      const Scenario::Message& message = scenario_.messages[message_of_slot_[ending.ticket.slot]];
      sink_({PlanStep::Kind::end, &message, ending.at_ms, 0, to_string(ending.kind), ending.reason});
    }
  }

  void end_the_rest(TimeMs now) {
    for (std::size_t message = 0; message < tickets_.size(); ++message) {
      if (!scheduler_.knows(tickets_[message])) continue;
      const std::string reason = why_it_waits(tickets_[message], now);
      sink_({PlanStep::Kind::end, &scenario_.messages[message], now, 0, "waiting", reason});
    }
  }

  std::string why_it_waits(Ticket ticket, TimeMs now) {
    if (!scheduler_.halted().empty()) return scheduler_.halted();
    if (scheduler_.allowed(now) == 0) return "rate minus headroom leaves no start";
    return std::string(to_string(scheduler_.outlook(ticket, now).why));
  }

  void use_until(TimeMs next, TimeMs now) {
    if (!held_) return;
    use_.held_ms += next - now;
    use_.capacity_ms += (next - now) * capacity_;
  }

  // What happened in this millisecond counts if something still waits for the rate after it.
  void count_use(TimeMs now) {
    held_ = scheduler_.held_by_rate(now);
    capacity_ = scheduler_.allowed(now);
    if (held_) {
      use_.started += started_now_;
      use_.inbound += received_now_;
    }
    started_now_ = 0;
    received_now_ = 0;
  }

  const Scenario& scenario_;
  const std::function<void(const PlanStep&)>& sink_;
  Scheduler scheduler_;
  std::vector<Ticket> tickets_;  // by message
  std::vector<std::uint32_t> message_of_slot_;
  std::vector<std::uint32_t> inbound_, messages_;  // in order of time
  std::size_t next_inbound_ = 0, next_message_ = 0;
  std::priority_queue<Pending> pending_;
  std::uint64_t next_order_ = 0;
  TimeMs last_event_ = 0;  // when the last thing happened: a wake alone is none
  bool held_ = false;
  std::int64_t capacity_ = 0;
  std::int64_t started_now_ = 0, received_now_ = 0;
  PlanUse use_;
};

void append_text(std::string& out, std::string_view name, std::string_view text) {
  using nlohmann::json;
  out.append("\"").append(name).append("\":");
  out += json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

void append_number(std::string& out, std::string_view name, std::int64_t number) {
  out.append("\"").append(name).append("\":").append(std::to_string(number));
}

}  // namespace

PlanUse run_plan(const Scenario& scenario, const std::function<void(const PlanStep&)>& sink) {
  Result<Scheduler> scheduler = Scheduler::create(scenario.options, scenario.rules);
  if (!scheduler) return {};
  return Plan(scenario, sink, *std::move(scheduler)).run();
}

void write_plan_step(const PlanStep& step, std::string& out) {
  out += '{';
  append_text(out, "id", step.message->send.id);
  out += ',';
  if (step.kind == PlanStep::Kind::start) {
    append_number(out, "start", step.at_ms);
    out += ',';
    append_number(out, "attempt", step.attempt);
    out += ',';
    append_text(out, "lane", to_string(step.message->send.lane));
  } else {
    append_text(out, "end", step.end);
    out += ',';
    append_number(out, "at", step.at_ms);
    out += ',';
    append_text(out, "reason", step.reason);
  }
  out += "}\n";
}

}  // namespace twinline
