#include "widgets/jobs/job_queue.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/jobs/mailbox.h"

#include <QTest>
#include <QThread>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <new>
#include <thread>
#include <vector>

namespace isthmus {
namespace {

constexpr int kPatience = 30'000;

/// Work that waits at a gate, so that a test decides when it goes on.
class Gate {
 public:
  void open() { m_open.set_value(); }
  void pass() const { m_passed.wait(); }

 private:
  std::promise<void> m_open;
  std::shared_future<void> m_passed = m_open.get_future().share();
};

class LatestJobTest : public ::testing::Test {
 protected:
  using Job = LatestJob<int, int>;
  bool idle(const Job& job) {
    return QTest::qWaitFor([&] { return !job.isBusy(); }, kPatience);
  }
  std::vector<int> received;
  std::function<void(int)> receive = [this](int answer) { received.push_back(answer); };
};

TEST_F(LatestJobTest, AnswersInTheThreadThatAsked) {
  QThread* receiver = nullptr;
  std::atomic<QThread*> worker = nullptr;
  Job job(
      [&](int request, const Job::Context& context) {
        worker = QThread::currentThread();
        context.answer(2 * request);
      },
      [&](int answer) {
        receiver = QThread::currentThread();
        received.push_back(answer);
      });
  EXPECT_FALSE(job.isBusy());
  job.request(21);
  EXPECT_TRUE(job.isBusy());
  ASSERT_TRUE(idle(job));
  EXPECT_EQ(received, (std::vector<int>{42}));
  EXPECT_EQ(receiver, QThread::currentThread());
  EXPECT_NE(worker, receiver);
}

TEST_F(LatestJobTest, WhatWasOvertakenBeforeItBeganIsDroppedAndWhatIsUnderWayIsFinished) {
  Gate gate;
  std::promise<void> begun;
  Job job(
      [&](int request, const Job::Context& context) {
        if (request == 1) {
          begun.set_value();
          gate.pass();
        }
        context.answer(request);
      },
      receive);
  job.request(1);
  begun.get_future().wait();
  job.request(2);
  job.request(3);
  gate.open();
  ASSERT_TRUE(idle(job));
  EXPECT_EQ(received.back(), 3);
  EXPECT_EQ(std::count(received.begin(), received.end(), 2), 0);
}

TEST_F(LatestJobTest, WhatWasGivenUpIsNeverReceived) {
  Gate gate;
  std::promise<void> begun;
  std::atomic<bool> wasTold = false;
  Job job(
      [&](int request, const Job::Context& context) {
        if (request == 1) {
          begun.set_value();
          gate.pass();
          wasTold = context.task().cancelled();
        }
        context.answer(request);
      },
      receive);
  job.request(1);
  begun.get_future().wait();
  job.replace(2);
  gate.open();
  ASSERT_TRUE(idle(job));
  EXPECT_TRUE(wasTold);
  EXPECT_EQ(received, (std::vector<int>{2}));
  job.request(3);
  job.cancel();
  EXPECT_FALSE(job.isBusy());
  QTest::qWait(20);
  EXPECT_EQ(received, (std::vector<int>{2})) << "also one that was on its way";
}

TEST_F(LatestJobTest, AnswersSeveralTimesAndTellsHowFarItIs) {
  std::vector<double> told;
  Gate gate;
  Job job(
      [&](int, const Job::Context& context) {
        context.answer(1);
        context.task().report(0.5);
        gate.pass();
        context.answer(2);
      },
      receive, [&](double fraction) { told.push_back(fraction); });
  job.request(0);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !told.empty(); }, kPatience));
  EXPECT_EQ(received, (std::vector<int>{1}));
  EXPECT_TRUE(job.isBusy());
  gate.open();
  ASSERT_TRUE(idle(job));
  EXPECT_EQ(received, (std::vector<int>{1, 2}));
  EXPECT_EQ(told, (std::vector<double>{0.5}));
}

TEST_F(LatestJobTest, IsIdleAgainWhenMemoryRanOutOrThereWasNothingToSay) {
  Job job(
      [&](int request, const Job::Context&) {
        if (request == 1) throw std::bad_alloc();
      },
      receive);
  job.request(1);
  ASSERT_TRUE(idle(job));
  job.request(2);
  ASSERT_TRUE(idle(job));
  EXPECT_TRUE(received.empty());
}

TEST_F(LatestJobTest, CanGoAwayWithAnAnswerOnItsWay) {
  for (int i = 0; i < 50; ++i) {
    auto job = std::make_unique<Job>(
        [](int request, const Job::Context& context) { context.answer(request); }, receive);
    job->request(i);
    if (i % 2 == 0) std::this_thread::yield();
    job.reset();
  }
  QTest::qWait(10);
  EXPECT_TRUE(received.empty());
}

TEST(JobQueue, DoesEveryJobInTurn) {
  std::vector<int> done;
  JobQueue queue;
  for (int i = 0; i < 5; ++i)
    queue.run([&done, i]() -> JobQueue::Then { return [&done, i] { done.push_back(i); }; });
  EXPECT_TRUE(queue.isBusy());
  ASSERT_TRUE(QTest::qWaitFor([&] { return !queue.isBusy(); }, kPatience));
  EXPECT_EQ(done, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(JobQueue, FinishesWhatWasBegunWhenItGoesAway) {
  std::atomic<int> finished = 0;
  bool told = false;
  {
    JobQueue queue;
    for (int i = 0; i < 3; ++i)
      queue.run([&]() -> JobQueue::Then {
        ++finished;
        return [&told] { told = true; };
      });
  }
  EXPECT_EQ(finished, 3);
  QTest::qWait(10);
  EXPECT_FALSE(told);
}

TEST(Mailbox, BringsTheNewestAndNothingThatWasCleared) {
  std::vector<int> received;
  Mailbox<int> mailbox([&](int value) { received.push_back(value); });
  std::thread([&] {
    for (int i = 1; i <= 3; ++i) mailbox.put(i);
  }).join();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !received.empty(); }, kPatience));
  EXPECT_EQ(received, (std::vector<int>{3}));
  mailbox.put(4);
  mailbox.clear();
  QTest::qWait(10);
  EXPECT_EQ(received, (std::vector<int>{3}));
  mailbox.put(5);
  ASSERT_TRUE(QTest::qWaitFor([&] { return received.size() == 2; }, kPatience));
  EXPECT_EQ(received.back(), 5);
}

}  // namespace
}  // namespace isthmus
