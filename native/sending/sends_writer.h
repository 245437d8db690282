// Group commit for sends: what several threads want to keep shares one transaction, in the order it was handed in.
//
// submit() returns at once; `done` is called from the writer's own thread when the change is durable (true) or the store
// failed (false). What must be kept (the outcome of something that happened) is tried again until it is: `keep` has no such
// answer but the one that it is durable.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "native/store/sends.h"

namespace twinline {

class SendsWriter {
 public:
  using Done = std::function<void(bool stored)>;
  using Failed = std::function<void(const std::string& what)>;

  SendsWriter(Sends& sends, Failed failed);
  ~SendsWriter();  // stops
  SendsWriter(const SendsWriter&) = delete;
  SendsWriter& operator=(const SendsWriter&) = delete;

  void submit(SendsChange change, Done done);
  void keep(SendsChange change, std::function<void()> done = {});
  // Stores what is waiting as well as it can. Later changes are refused.
  void stop();
  // Returns when all that was handed in before has been answered. Not from the writer's thread.
  void flush();

 private:
  struct Item {
    SendsChange change;
    Done done;
    bool must = false;
  };

  void take(Item item);
  void work();
  // What is to be tried again.
  std::vector<Item> store(std::vector<Item> items);

  Sends& sends_;
  Failed failed_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Item> items_;
  bool stopping_ = false, ended_ = false;
  std::thread thread_;
};

}  // namespace twinline
