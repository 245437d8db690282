// The categories of templates, as Meta lists them: they put a template into a lane where its sender named none.
//
// Asked of Meta in the background when a template is used for the first time, and again once an hour; until the answer is
// there a category is not known. Any thread may call any member.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace twinline {

class TemplateCategories {
 public:
  using Done = std::function<void(const std::string& category)>;
  using Ask = std::function<void(const std::string& account, const std::string& name, Done done)>;

  explicit TemplateCategories(Ask ask) : ask_(std::move(ask)) {}

  // Empty where it is not known yet.
  std::string of(const std::string& account, const std::string& name, std::int64_t now_ms);

 private:
  struct Known {
    std::string category;
    std::int64_t asked_ms = 0;
  };
  // Outlives this where an answer is still to come.
  struct Memory {
    std::mutex mutex;
    std::map<std::pair<std::string, std::string>, Known> known;
  };

  Ask ask_;
  std::shared_ptr<Memory> memory_ = std::make_shared<Memory>();
};

}  // namespace twinline
