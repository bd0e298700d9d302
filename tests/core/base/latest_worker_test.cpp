#include "core/base/latest_worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <new>
#include <thread>
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

/// A request may be cancelled at any moment of its way: waiting, just taken or under way.
TEST(LatestWorker, ACancelledRequestIsToldToStopWheneverTheCancellingComes) {
  using Clock = std::chrono::steady_clock;
  constexpr int kMarker = -1;
  std::atomic<int> markers = 0;
  std::atomic<int> leftAlone = 0;
  LatestWorker<int> worker([&](int request, const std::stop_token& stop) {
    if (request == kMarker) {
      ++markers;
      return;
    }
    const auto end = Clock::now() + std::chrono::seconds(2);
    while (!stop.stop_requested() && Clock::now() < end) std::this_thread::yield();
    if (!stop.stop_requested()) ++leftAlone;
  });
  for (int i = 0; i < 2000 && leftAlone == 0; ++i) {
    worker.request(i);
    const auto moment = Clock::now() + std::chrono::nanoseconds(i * 37 % 1000 * 50);
    while (Clock::now() < moment) continue;
    worker.cancel();
    worker.request(kMarker);
    while (markers == i) std::this_thread::yield();
  }
  EXPECT_EQ(leftAlone, 0);
}

TEST(LatestWorker, OutlivesARequestForWhichMemoryRunsOut) {
  std::promise<void> begun;
  std::promise<int> done;
  LatestWorker<int> worker([&](int request, const std::stop_token&) {
    if (request == 1) {
      begun.set_value();
      throw std::bad_alloc();
    }
    done.set_value(request);
  });
  worker.request(1);
  begun.get_future().wait();
  worker.request(2);
  EXPECT_EQ(done.get_future().get(), 2);
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
