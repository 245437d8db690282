#include "core/lifecycle/onboarding_step.h"

#include <algorithm>
#include <set>

#include "core/lifecycle/call_pace.h"
#include "core/lifecycle/eligibility_standing.h"
#include "core/lifecycle/onboarding_words.h"
#include "core/lifecycle/registration_step.h"
#include "core/lifecycle/sync_stage.h"
#include "core/lifecycle/sync_step.h"

namespace twinline {
namespace {

using Step = OnboardingStep;
using Call = OnboardingCall;

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
    const bool may_sync = connected() && way_ == Way::coexistence;
    if (may_sync && !view_.problem) view_.problem = sync_problem(number_, life_, policy_, day_);
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
    if (state == StepState::skipped) return {step, state, {}, "Not needed on this way."};
    StepView view{step, state, {}, std::move(text)};
    if (const Stated* told = facts_.told_for(step)) view.value = told->value;
    if (view.text.empty()) view.text = guidance(step, way_);
    return view;
  }

  StepView read(Step step) {
    if (step == Step::registration) return read_registration_step();
    if (skipped(step)) return make(step, StepState::skipped);
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
      case Step::sync:
        return read_sync_step();
      case Step::live:
        return read_live();
      default:
        return make(step, facts_.told_for(step) != nullptr ? StepState::done : StepState::open);
    }
  }

  bool skipped(Step step) const {
    if (way_ == Way::coexistence) return false;
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
        keep_secret_of(Call::exchange_code);
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

  StepView exchange_failed(const Trouble& trouble, const std::string& text) {
    show(trouble);
    return make(Step::exchange_code, StepState::failed, text + " Start the signup again.");
  }

  // Wants the call where it is its turn.
  Turn repeat(Call call, Step step) {
    const Stated* told = facts_.told_for(step);
    const auto told_at = told == nullptr ? std::nullopt : std::optional<std::int64_t>(told->at);
    const Turn turn = turn_of(facts_.call(call), told_at, limits_, watch_);
    if (turn == Turn::due) want(call);
    return turn;
  }

  static StepState state_of(Turn turn) {
    return turn == Turn::refused || turn == Turn::given_up ? StepState::failed : StepState::waiting;
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
    const Turn turn = repeat(Call::subscribe_app, Step::subscribe);
    return make(Step::subscribe, state_of(turn), trouble_text(Call::subscribe_app, turn, "subscribe_failed"));
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
    const Turn turn = repeat(call, Step::find_number);
    const MetaCall* asked = facts_.call(call);
    const bool looked = asked != nullptr && asked->answer && asked->answer->outcome == Outcome::done;
    if (looked && asked->first_asked_at && watch_.reached(*asked->first_asked_at + limits_.number_expected_s)) {
      show({"number_not_found", "", "", session(), "", ""});
      return make(Step::find_number, StepState::failed, not_found_text(turn));
    }
    return make(Step::find_number, state_of(turn), trouble_text(call, turn, ""));
  }

  std::string not_found_text(Turn turn) const {
    std::string text = way_ == Way::coexistence
                           ? "Meta lists no number of this account that is on the WhatsApp Business app."
                           : "Meta lists no number of this account that is not on the WhatsApp Business app; a number "
                             "that stays on its phone comes by coexistence.";
    if (turn != Turn::given_up) return text + " It is looked for again, with longer pauses each time.";
    return text +
           " It is no longer looked for by itself. See in WhatsApp Manager which account the number is in; then look "
           "again, enter the account's id, or start the signup again.";
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

  StepView read_registration_step() {
    const RegistrationReading reading = read_registration(facts_, number_, connected(), limits_, watch_);
    StepView step = make(Step::registration, reading.state, reading.text);
    if (reading.looks) look_for_registration(step);
    if (reading.registers) want(Call::register_number);
    if (reading.keeps_pin) keep_secret_of(Call::register_number);
    view_.why_no_pin = reading.why_no_pin;
    return step;
  }

  // Asks Meta how the number stands; where that comes to nothing, the step says so.
  void look_for_registration(StepView& step) {
    const Turn turn = repeat(Call::read_number, Step::registration);
    std::string trouble = trouble_text(Call::read_number, turn, "");
    if (trouble.empty() && turn == Turn::given_up) {
      trouble =
          "Meta does not tell how the number stands, and is no longer asked by itself. Enter the PIN: then it is asked "
          "again.";
    }
    if (trouble.empty()) return;
    const bool failed_before = step.state == StepState::failed;
    if (!failed_before) step.state = state_of(turn);
    step.text = failed_before ? step.text + ' ' + trouble : trouble;
  }

  StepView read_sync_step() const {
    if (!connected()) return make(Step::sync, StepState::open);
    const SyncReading reading = read_sync(number_, life_);
    return make(Step::sync, reading.state, reading.text);
  }

  StepView read_live() const {
    const bool live = connected() && life_.stage == NumberStage::live;
    if (live) return make(Step::live, StepState::done);
    const bool lost = life_.stage == NumberStage::offboarded || life_.stage == NumberStage::removed;
    if (!connected() || !lost) return make(Step::live, StepState::open);
    return make(Step::live, StepState::failed, life_text(life_));
  }

  std::string session() const { return facts_.signup.empty() ? std::string() : facts_.signup.rbegin()->session_id; }

  std::string trouble_text(Call call, Turn turn, const std::string& issue) {
    const MetaCall* asked = facts_.call(call);
    if (asked == nullptr || !asked->answer || asked->answer->outcome == Outcome::done) return {};
    const CallAnswer& answer = *asked->answer;
    const std::string words = answer_text(answer);
    if (turn == Turn::due || turn == Turn::later) return words + " It is tried again by itself.";
    if (!issue.empty()) {
      const std::string code = answer.code == 0 ? "" : std::to_string(answer.code);
      show({issue, words_of(answer), code, session(), answer.trace, ""});
    }
    const std::string given_up = turn == Turn::given_up ? " It is no longer tried by itself." : "";
    return words + ' ' + answer.action + given_up + " Then try again.";
  }

  void show(const Trouble& trouble) {
    if (!view_.problem) view_.problem = problem_of(trouble, policy_, day_);
  }

  void keep_secret_of(Call call) { view_.keeps.insert(*facts_.key_of(call)); }

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
    const Advice* advice = first->step == Step::sync && connected() ? advice_on_sync(life_) : nullptr;
    if (advice != nullptr) view_.until = advice->until;
  }

  NumberStage stage() const {
    if (connected()) return life_.stage;
    const bool begun = facts_.told_for(Step::continue_with_meta) != nullptr || facts_.code_at || !facts_.signup.empty();
    return begun ? NumberStage::connecting : NumberStage::draft;
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
