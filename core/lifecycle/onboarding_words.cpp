#include "core/lifecycle/onboarding_words.h"

#include "core/lifecycle/onboarding_step.h"

namespace twinline {
namespace {

// What only a number of the app is asked; empty where both ways are alike.
std::string_view guidance_of_app(OnboardingStep step) {
  switch (step) {
    case OnboardingStep::business_portfolio:
      return "In Meta's window, choose the business portfolio, then \"Connect a WhatsApp Business app\".";
    case OnboardingStep::number:
      return "In Meta's window, enter the number of the WhatsApp Business app with its country code.";
    case OnboardingStep::find_number:
      return "Meta is asked which number of the account is on the WhatsApp Business app.";
    default:
      return {};
  }
}

}  // namespace

std::string_view guidance(OnboardingStep step, Way way) {
  if (way == Way::coexistence) {
    if (const std::string_view text = guidance_of_app(step); !text.empty()) return text;
  }
  switch (step) {
    case OnboardingStep::choose_way:
      return "Choose Coexistence for a number that is in use on the WhatsApp Business app and stays there; choose "
             "Cloud "
             "API for a new number, or one that is not on the app.";
    case OnboardingStep::check_eligibility:
      return "State what is known about the business and its number, and see whether it may come to coexistence and "
             "what "
             "changes for it.";
    case OnboardingStep::enable:
      return "Coexistence has to be enabled for this app: in the portal, by a request that an admin grants, or by the "
             "API. Each later app needs it again.";
    case OnboardingStep::storage_region:
      return "Choose the country in which Meta stores the messages of the API, or none.";
    case OnboardingStep::contact_details:
      return "Enter whom to speak to (name, email, phone) and accept the terms.";
    case OnboardingStep::share_chats:
      return "Decide whether the business shares its chats. Meta asks for it in its window: without \"share all "
             "chats\" "
             "no history comes, and this can be changed later only by disconnecting and a new signup.";
    case OnboardingStep::continue_with_meta:
      return "Open Meta's window and log in with a Facebook account that may act for the business.";
    case OnboardingStep::business_portfolio:
      return "In Meta's window, choose the business portfolio and the WhatsApp Business Account.";
    case OnboardingStep::number:
      return "In Meta's window, enter the number with its country code.";
    case OnboardingStep::scan_or_code:
      return "On the phone, open WhatsApp's message in the WhatsApp Business app and connect: scan the QR code that "
             "Meta's window shows, or type the code. Share all chats when asked.";
    case OnboardingStep::time_zone:
      return "In Meta's window, choose the time zone, then confirm and finish.";
    case OnboardingStep::exchange_code:
      return "The code that Meta's window gives is exchanged for an access token; it lives 30 seconds.";
    case OnboardingStep::subscribe:
      return "The app is subscribed to the account's webhooks, before anything else.";
    case OnboardingStep::find_number:
      return "Meta is asked for the numbers of the account.";
    case OnboardingStep::choose_number:
      return "Choose which number of the account to bring live.";
    case OnboardingStep::registration:
      return "Registers the number on the Cloud API with its PIN of six digits: the one of its two-step verification, "
             "or a "
             "new one where it has none. The PIN is used once and not kept.";
    case OnboardingStep::sync:
      return "Contacts and chat history are asked for, once each, within 24 hours. Keep the WhatsApp Business app open "
             "on "
             "the phone; it may take a few minutes.";
    case OnboardingStep::live:
      return "The number sends and receives by the API.";
  }
  return "";
}

std::string words_of(const CallAnswer& answer) {
  return answer.details.empty() ? answer.title : answer.title + ": " + answer.details;
}

std::string answer_text(const CallAnswer& answer) {
  switch (answer.outcome) {
    case Outcome::done:
      return "It is done.";
    case Outcome::refused:
      return "Meta refused: " + words_of(answer) + '.';
    case Outcome::unknown:
      return "Meta's answer was lost.";
    case Outcome::not_sent:
      return "Meta was not reached, so nothing was asked.";
  }
  return {};
}

std::string_view guidance(Way way) {
  if (way == Way::cloud_api) {
    return "For a new number, or one that is not on the WhatsApp Business app. It is used by the API only.";
  }
  return "For a number that is in use on the WhatsApp Business app. The app stays in use beside the API, and up to six "
         "months of chats come along.";
}

std::string_view to_string(StepState state) {
  constexpr std::string_view names[] = {"open", "waiting", "done", "failed", "skipped"};
  return names[static_cast<std::size_t>(state)];
}

}  // namespace twinline
