#include "core/base/latest_worker.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace isthmus {
namespace {

TEST(LatestWorker, DropsRequestsThatWereOvertakenWhileItWorked) {
  std::promise<void> begun;
  std::promise<void> mayEnd;
  std::promise<void> done;
  std::vector<int> worked;
  LatestWorker<int> worker([&](int request, const std::stop_token&) {
    worked.push_back(request);
    if (request == 1) {
      begun.set_value();
      mayEnd.get_future().wait();
    }
    if (request == 4) done.set_value();
  });
  worker.request(1);
  begun.get_future().wait();
  for (const int request : {2, 3, 4}) worker.request(request);
  mayEnd.set_value();
  done.get_future().wait();
  EXPECT_EQ(worked, (std::vector<int>{1, 4}));
}

TEST(LatestWorker, ReplacingStopsWhatIsBeingWorkedOn) {
  std::promise<void> begun;
  std::promise<int> stopped;
  LatestWorker<int> worker([&](int request, const std::stop_token& stop) {
    if (request == 2) return;
    begun.set_value();
    while (!stop.stop_requested()) std::this_thread::yield();
    stopped.set_value(request);
  });
  worker.request(1);
  begun.get_future().wait();
  worker.replace(2);
  EXPECT_EQ(stopped.get_future().get(), 1);
}

TEST(LatestWorker, EndsInTheMiddleOfItsWork) {
  std::promise<void> begun;
  {
    LatestWorker<int> worker([&](int, const std::stop_token& stop) {
      begun.set_value();
      while (!stop.stop_requested()) std::this_thread::yield();
    });
    worker.request(1);
    begun.get_future().wait();
  }
  SUCCEED();  // reached only when the destructor has joined
}

}  // namespace
}  // namespace isthmus
