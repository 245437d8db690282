#include "core/lifecycle/onboarding_step.h"

#include <algorithm>
#include <set>

#include "core/lifecycle/eligibility_standing.h"
#include "core/lifecycle/onboarding_words.h"
#include "core/lifecycle/sync_stage.h"
#include "core/lifecycle/told.h"

namespace twinline {
namespace {

// What Meta said of a number's phone is good for a registration that long.
constexpr std::int64_t found_holds_s = 600;

using Step = OnboardingStep;
using Call = OnboardingCall;

// The limits of the policy that the calls need, as they hold on the day. A policy that leaves one out waits for ever.
struct CallLimits {
  std::int64_t code_life_s, first_pause_s, longest_pause_s, answer_s, number_expected_s, pin_life_s;
};

CallLimits call_limits(const Policy& policy, Date day) {
  const std::int64_t never = std::int64_t{1} << 40;
  const auto seconds = [&](const char* name) { return policy.limit(name, day).value_or(never); };
  return {policy.limit("signup_code_s", day).value_or(0),
          seconds("call_first_pause_s"),
          seconds("call_longest_pause_s"),
          seconds("call_answer_s"),
          seconds("number_expected_s"),
          policy.limit("registration_pin_s", day).value_or(0)};
}

// Repetitions wait about as long as the trouble has lasted.
std::int64_t pause_after(const MetaCall& call, std::int64_t answered_at, const CallLimits& limits) {
  const std::int64_t lasted = answered_at - call.first_asked_at.value_or(answered_at);
  return std::max(limits.first_pause_s, std::min(lasted, limits.longest_pause_s));
}

class Reading {
 public:
  Reading(const Onboarding& onboarding, const NumberState& number, const Policy& policy, std::int64_t now_s)
      : facts_(onboarding),
        policy_(policy),
        way_(onboarding.way().value_or(Way::coexistence)),
        watch_(now_s),
        day_(date_of(now_s)),
        limits_(call_limits(policy, day_)),
        number_(number) {
    join(number_, number_state_of(onboarding));
    life_ = next_step(number_, policy, now_s);
  }

  OnboardingView view() {
    for (std::size_t i = 0; i < onboarding_step_count; ++i) view_.steps.push_back(read(static_cast<Step>(i)));
    find_next();
    view_.wants = wanted_;
    view_.stage = stage();
    if (!view_.problem) view_.problem = sync_problem();
    view_.changes_at_s = earliest(watch_.next_s(), connected() ? life_.changes_at_s : std::nullopt);
    return std::move(view_);
  }

 private:
  static std::optional<std::int64_t> earliest(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
    return a && b ? std::min(a, b) : a ? a : b;
  }

  bool connected() const { return facts_.done(Call::subscribe_app) && !facts_.number().empty() && fits(); }

  // Is the number found where it has to be? One that Meta was not asked about yet is not found.
  bool fits() const {
    const FoundNumber* found = facts_.found_number();
    if (found == nullptr) return false;
    if (way_ == Way::coexistence) return found->coexists == true;
    return found->coexists != true && found->on_app != true;
  }

  bool signed_up() const { return facts_.finish() != nullptr || facts_.code_at; }

  StepView make(Step step, StepState state, std::string text = {}) const {
    StepView view{step, state, {}, std::move(text)};
    if (const Stated* told = facts_.told_for(step)) view.value = told->value;
    if (view.text.empty()) view.text = guidance(step, way_);
    return view;
  }

  StepView read(Step step) {
    if (skipped(step)) return make(step, StepState::skipped, "Not needed on this way.");
    switch (step) {
      case Step::check_eligibility:
        return read_eligibility();
      case Step::enable:
        return read_enable();
      case Step::share_chats:
        return read_share_chats();
      case Step::continue_with_meta:
        return read_meta();
      case Step::business_portfolio:
      case Step::number:
      case Step::scan_or_code:
      case Step::time_zone:
        // They happen in Meta's window: what a person tells of them is a note.
        return make(step, signed_up() ? StepState::done : StepState::open);
      case Step::exchange_code:
        return read_exchange();
      case Step::subscribe:
        return read_subscribe();
      case Step::find_number:
        return read_find();
      case Step::choose_number:
        return read_choose();
      case Step::registration:
        return read_registration();
      case Step::sync:
        return read_sync();
      case Step::live:
        return read_live();
      default:
        return make(step, facts_.told_for(step) != nullptr ? StepState::done : StepState::open);
    }
  }

  bool skipped(Step step) const {
    // What comes from the app is registered already.
    if (way_ == Way::coexistence) return step == Step::registration;
    return step == Step::check_eligibility || step == Step::enable || step == Step::share_chats ||
           step == Step::scan_or_code || step == Step::sync;
  }

  StepView read_eligibility() const {
    const Stated* told = facts_.told_for(Step::check_eligibility);
    if (told == nullptr) return make(Step::check_eligibility, StepState::open);
    const EligibilityStanding standing = eligibility_standing(told->value, policy_, day_);
    return make(Step::check_eligibility, standing.stops ? StepState::failed : StepState::done, standing.text);
  }

  StepView read_enable() const {
    const Stated* told = facts_.told_for(Step::enable);
    const bool enabled = told != nullptr && told->value == "true";
    return enabled ? make(Step::enable, StepState::done, "Coexistence is enabled for this app.")
                   : make(Step::enable, StepState::open);
  }

  StepView read_share_chats() const {
    const Stated* told = facts_.told_for(Step::share_chats);
    if (told == nullptr) return make(Step::share_chats, StepState::open);
    if (told->value == "true")
      return make(Step::share_chats, StepState::done, "Share all chats when Meta asks for it.");
    return make(
        Step::share_chats, StepState::done,
        "The chats are not shared: no history will come, and only disconnecting and a new signup can change it.");
  }

  // The last word of Meta's window, where it came after the last code: the person left, or an error.
  const SignupEvent* interruption() const {
    if (facts_.signup.empty()) return nullptr;
    const SignupEvent& last = *facts_.signup.rbegin();
    const bool stopped = last.kind == SignupKind::cancel || last.kind == SignupKind::error;
    if (!stopped || (facts_.code_at && *facts_.code_at >= last.at)) return nullptr;
    // A window opened anew is another attempt.
    const Stated* opened = facts_.told_for(Step::continue_with_meta);
    return opened != nullptr && opened->at > last.at ? nullptr : &last;
  }

  bool several_errors() const {
    std::set<std::string> kinds;
    for (const SignupEvent& event : facts_.signup) {
      if (event.kind == SignupKind::error) kinds.insert(event.error_id + ' ' + event.error_message);
    }
    return kinds.size() > 1;
  }

  StepView read_meta() {
    if (const SignupEvent* event = interruption(); event != nullptr && !facts_.done(Call::exchange_code)) {
      const bool cancelled = event->kind == SignupKind::cancel;
      const std::string state = cancelled ? "cancelled" : several_errors() ? "several_errors" : "signup_error";
      show({state, event->error_message, event->error_id, event->session_id, "", ""});
      std::string text = cancelled ? "The signup was left before its end." : "The signup ended with an error.";
      if (!event->step.empty()) text += " Meta's step: " + event->step + '.';
      return make(Step::continue_with_meta, StepState::failed, text + " Start it again.");
    }
    if (facts_.code_at) return make(Step::continue_with_meta, StepState::done, "The signup at Meta is finished.");
    if (facts_.finish() != nullptr) {
      return make(Step::continue_with_meta, StepState::waiting,
                  "Meta's window says it is finished; its code is awaited. If none comes, start the signup again.");
    }
    const bool opened = facts_.told_for(Step::continue_with_meta) != nullptr;
    if (!opened) return make(Step::continue_with_meta, StepState::open);
    return make(Step::continue_with_meta, StepState::waiting, "Go through the steps in Meta's window.");
  }

  StepView read_exchange() {
    if (!facts_.code_at) return make(Step::exchange_code, StepState::open);
    const auto entry = facts_.calls.find(*facts_.key_of(Call::exchange_code));
    const MetaCall* call = entry == facts_.calls.end() ? nullptr : &entry->second;
    const std::int64_t ends_at = *facts_.code_at + limits_.code_life_s;
    const bool asked = call != nullptr && call->asked_at && !never_sent(*call);
    const bool fresh = !asked && !watch_.reached(ends_at);
    // A later signup that comes to nothing takes nothing away.
    if (facts_.done(Call::exchange_code) && !fresh) {
      return make(Step::exchange_code, StepState::done, "The access token is stored, encrypted.");
    }
    if (!asked) {
      if (fresh) {
        view_.until = ends_at;
        const bool in_vain = call != nullptr && call->answer;
        const bool due = !in_vain || watch_.reached(call->answer->at + limits_.first_pause_s);
        if (due) want(Call::exchange_code);
        return make(Step::exchange_code, StepState::waiting, in_vain ? "Meta was not reached; it is tried again." : "");
      }
      return exchange_failed({"code_expired", "", "", session(), "", ""}, "The code has run out.");
    }
    if (call->answer && call->answer->outcome == Outcome::refused) {
      return exchange_failed({"code_refused", words_of(*call->answer), "", session(), call->answer->trace, ""},
                             "Meta refused the code. " + call->answer->action);
    }
    if (call->answer || watch_.reached(*call->asked_at + limits_.answer_s)) {
      return exchange_failed({"code_lost", "", "", session(), "", ""}, "The answer to the exchange was lost.");
    }
    return make(Step::exchange_code, StepState::waiting);
  }

  // The latest request did not even begin, so it may be made again.
  static bool never_sent(const MetaCall& call) {
    const bool in_vain = call.answer && call.answer->outcome == Outcome::refused && call.answer->again;
    return in_vain && call.answer->code == 0 && call.asked_at <= call.answer->at;
  }

  StepView exchange_failed(const Trouble& trouble, const std::string& text) {
    show(trouble);
    return make(Step::exchange_code, StepState::failed, text + " Start the signup again.");
  }

  // Wants the call where it is due; says what stands in its way where it is not.
  StepState repeat(Call call, Step step) {
    const MetaCall* asked = facts_.call(call);
    if (asked == nullptr || !asked->asked_at) {
      want(call);
      return StepState::waiting;
    }
    const Stated* told = facts_.told_for(step);
    const std::int64_t answered_at = asked->answer ? asked->answer->at : 0;
    if (*asked->asked_at > answered_at) {
      if (watch_.reached(*asked->asked_at + limits_.answer_s)) want(call);
      return StepState::waiting;
    }
    if (told != nullptr && told->at > answered_at) {
      want(call);
      return StepState::waiting;
    }
    const bool passing = asked->answer->again || asked->answer->outcome == Outcome::done;
    if (passing && watch_.reached(answered_at + pause_after(*asked, answered_at, limits_))) want(call);
    return passing ? StepState::waiting : StepState::failed;
  }

  StepView read_subscribe() {
    if (facts_.done(Call::subscribe_app)) {
      return make(Step::subscribe, StepState::done, "Meta's webhooks of the account come here.");
    }
    if (!facts_.done(Call::exchange_code)) return make(Step::subscribe, StepState::open);
    if (facts_.waba().empty()) {
      // The window's message and its code come by two ways, in any order.
      if (!watch_.reached(*facts_.current_code() + limits_.answer_s)) {
        return make(Step::subscribe, StepState::waiting, "The message that names the account is awaited.");
      }
      show({"account_not_named", "", "", session(), "", ""});
      return make(Step::subscribe, StepState::failed, "Meta's window did not name the account; enter its id.");
    }
    const StepState state = repeat(Call::subscribe_app, Step::subscribe);
    return make(Step::subscribe, state, trouble_text(Call::subscribe_app, state, "subscribe_failed"));
  }

  StepView read_find() {
    if (!facts_.done(Call::subscribe_app)) return make(Step::find_number, StepState::open);
    const std::string number = facts_.number();
    const bool listed = facts_.done(Call::list_numbers);
    const bool known = facts_.found.count(number) > 0;
    if (known && fits()) return make(Step::find_number, StepState::done, "Found: " + name_of(number) + '.');
    if (listed && number.empty() && facts_.fitting_numbers().size() > 1) {
      return make(Step::find_number, StepState::done, "The account has several numbers.");
    }
    // A number whose standing Meta did not tell in the list is asked about by itself.
    const bool untold = known && !facts_.found.at(number).coexists;
    const Call call = untold ? Call::read_number : Call::list_numbers;
    StepState state = repeat(call, Step::find_number);
    std::string text = trouble_text(call, state, "");
    const MetaCall* asked = facts_.call(call);
    const bool looked = asked != nullptr && asked->answer && asked->answer->outcome == Outcome::done;
    if (looked && asked->first_asked_at && watch_.reached(*asked->first_asked_at + limits_.number_expected_s)) {
      show({"number_not_found", "", "", session(), "", ""});
      state = StepState::failed;
      text = way_ == Way::coexistence
                 ? "Meta lists no number of this account that is on the WhatsApp Business app. It is looked for again."
                 : "Meta lists no number of this account that is not on the WhatsApp Business app. It is looked for "
                   "again; "
                   "a number that stays on its phone comes by coexistence.";
    }
    return make(Step::find_number, state, text);
  }

  std::string name_of(const std::string& id) const {
    const auto found = facts_.found.find(id);
    if (found == facts_.found.end() || found->second.phone.empty()) return id;
    const FoundNumber& number = found->second;
    return number.name.empty() ? number.phone : number.phone + " (" + number.name + ')';
  }

  StepView read_choose() const {
    if (connected()) return make(Step::choose_number, StepState::done, name_of(facts_.number()) + " is brought live.");
    return make(Step::choose_number, StepState::open);
  }

  // Only a number that Meta says is on no phone is registered: it would be taken away from there.
  StepView read_registration() {
    constexpr Step step = Step::registration;
    if (!connected()) return make(step, StepState::open);
    if (facts_.done(Call::register_number)) return make(step, StepState::done, "The number is registered.");
    if (number_.registered_at >= number_.onboarded_at) {
      return make(step, StepState::done, "Meta says that the number is registered already.");
    }
    if (!facts_.found_number()->on_app) {
      repeat(Call::read_number, step);
      return make(step, StepState::waiting,
                  "Meta is asked whether the number is on a phone: such a one is not registered.");
    }
    const MetaCall* call = facts_.call(Call::register_number);
    const Stated* entered = facts_.told_for(step);
    // A PIN belongs to the number that it was entered for.
    if (entered != nullptr && text_of_told(entered->value) != facts_.number()) entered = nullptr;
    const std::int64_t asked_at = call == nullptr ? 0 : call->asked_at.value_or(0);
    const std::int64_t answered_at = call == nullptr || !call->answer ? 0 : call->answer->at;
    if (entered != nullptr && entered->at > std::max(asked_at, answered_at)) {
      if (watch_.reached(entered->at + limits_.pin_life_s)) {
        return make(step, StepState::open, "The PIN could not be used in time; enter it again.");
      }
      // Since Meta listed it, somebody may have put it on a phone.
      if (entered->at > facts_.found_number()->at + found_holds_s) {
        repeat(Call::read_number, step);
        return make(step, StepState::waiting, "Meta is asked whether the number is still on no phone.");
      }
      want(Call::register_number);
      return make(step, StepState::waiting, "The number is being registered.");
    }
    if (asked_at == 0) return make(step, StepState::open);
    const bool lost = asked_at > answered_at || call->answer->outcome == Outcome::unknown;
    if (asked_at > answered_at && !watch_.reached(asked_at + limits_.answer_s)) {
      return make(step, StepState::waiting, "The number is being registered.");
    }
    if (lost) {
      // It may have worked.
      repeat(Call::read_number, step);
      return make(step, StepState::failed,
                  "The answer was lost; Meta is asked how the number stands. Entering the PIN again does no harm, but "
                  "Meta counts the attempts.");
    }
    return make(step, StepState::failed, "Meta's answer: " + words_of(*call->answer) + ". " + call->answer->action);
  }

  StepView read_sync() const {
    if (!connected()) return make(Step::sync, StepState::open);
    if (life_.stage == NumberStage::live) {
      const bool all = life_.contacts == SyncStage::complete && life_.history == SyncStage::complete;
      const Advice* advice = sync_advice();
      const std::string text = all ? "Contacts and history have arrived." : advice != nullptr ? advice->text : "";
      return make(Step::sync, StepState::done, text);
    }
    if (life_.stage == NumberStage::connected || life_.stage == NumberStage::syncing) {
      const Advice* advice = sync_advice();
      return make(Step::sync, StepState::waiting, advice == nullptr ? life_text() : advice->text);
    }
    return arrived_before() ? make(Step::sync, StepState::done, "Contacts and history have arrived.")
                            : make(Step::sync, StepState::failed, life_text());
  }

  const Advice* sync_advice() const {
    const auto about_sync = [](const Advice& advice) { return advice.sync.has_value(); };
    const auto found = std::find_if(life_.advice.begin(), life_.advice.end(), about_sync);
    return found == life_.advice.end() ? nullptr : &*found;
  }

  // A connection that ended takes nothing away of what came before.
  bool arrived_before() const {
    constexpr std::int64_t all = 100;
    const auto sync = number_.syncs.find({number_.onboarded_at.value_or(0), SyncType::history});
    return sync != number_.syncs.end() && sync->second.progress >= all;
  }

  StepView read_live() const {
    const bool live = connected() && life_.stage == NumberStage::live;
    if (live) return make(Step::live, StepState::done);
    const bool lost = life_.stage == NumberStage::offboarded || life_.stage == NumberStage::removed;
    return connected() && lost ? make(Step::live, StepState::failed, life_text()) : make(Step::live, StepState::open);
  }

  std::string life_text() const { return life_.advice.empty() ? std::string() : life_.advice.front().text; }

  std::string session() const { return facts_.signup.empty() ? std::string() : facts_.signup.rbegin()->session_id; }

  static std::string words_of(const CallAnswer& answer) {
    return answer.details.empty() ? answer.title : answer.title + ": " + answer.details;
  }

  std::string trouble_text(Call call, StepState state, const std::string& issue) {
    const MetaCall* asked = facts_.call(call);
    if (asked == nullptr || !asked->answer || asked->answer->outcome == Outcome::done) return {};
    const CallAnswer& answer = *asked->answer;
    if (state != StepState::failed) return "Meta's answer: " + words_of(answer) + ". It is tried again by itself.";
    if (!issue.empty()) {
      const std::string code = answer.code == 0 ? "" : std::to_string(answer.code);
      show({issue, words_of(answer), code, session(), answer.trace, ""});
    }
    return "Meta's answer: " + words_of(answer) + ". " + answer.action + " Then try again.";
  }

  void show(const Trouble& trouble) {
    if (!view_.problem) view_.problem = problem_of(trouble, policy_, day_);
  }

  void want(Call call) {
    if (!wanted_) wanted_ = call;
  }

  void find_next() {
    const auto first = std::find_if(view_.steps.begin(), view_.steps.end(), [&](const StepView& step) {
      const bool open = step.state != StepState::done && step.state != StepState::skipped;
      // What a person was to tell before Meta's window is of no use after it.
      const bool passed = signed_up() && step.step < Step::continue_with_meta;
      return open && !passed;
    });
    if (first == view_.steps.end()) return;
    view_.next = first->step;
    view_.text = first->text;
    const Advice* advice = first->step == Step::sync && connected() ? sync_advice() : nullptr;
    if (advice != nullptr) view_.until = advice->until;
  }

  NumberStage stage() const {
    if (connected()) return life_.stage;
    const bool begun = facts_.told_for(Step::continue_with_meta) != nullptr || facts_.code_at || !facts_.signup.empty();
    return begun ? NumberStage::connecting : NumberStage::draft;
  }

  std::optional<Problem> sync_problem() const {
    if (!connected() || way_ == Way::cloud_api) return {};
    for (const auto& [type, stage] :
         {std::pair(SyncType::history, life_.history), std::pair(SyncType::contacts, life_.contacts)}) {
      const auto sync = number_.syncs.find({number_.onboarded_at.value_or(0), type});
      const bool answered = sync != number_.syncs.end() && sync->second.answer;
      const std::string request = answered ? sync->second.answer->request_id : std::string();
      const std::string state = "sync_" + std::string(to_string(stage));
      if (auto problem = problem_of({state, "", "", "", "", request}, policy_, day_)) return problem;
    }
    return {};
  }

  const Onboarding& facts_;
  const Policy& policy_;
  Way way_;
  Watch watch_;
  Date day_;
  CallLimits limits_;
  NumberState number_;
  NextStep life_;
  OnboardingView view_;
  std::optional<Call> wanted_;
};

}  // namespace

OnboardingView next_step_of(const Onboarding& onboarding, const NumberState& number, const Policy& policy,
                            std::int64_t now_s) {
  return Reading(onboarding, number, policy, now_s).view();
}

}  // namespace twinline
