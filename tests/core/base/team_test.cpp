#include "core/base/team.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace isthmus {
namespace {

TEST(Team, DoesEachPartOnceAndReturnsWhenAllAreDone) {
  for (const std::size_t members : {1U, 2U, 4U}) {
    Team team(members);
    EXPECT_EQ(team.members(), members);
    std::vector<int> done(1000);  // not atomic: run() has to make the parts visible
    for (int round = 0; round < 300; ++round)
      team.run(done.size(), [&](std::size_t part, std::size_t member) {
        EXPECT_LT(member, members);
        ++done[part];
      });
    for (const int times : done) ASSERT_EQ(times, 300);
  }
}

TEST(Team, TakesManyShortJobsAndJobsOfOnePartOrNone) {
  Team team(3);
  std::atomic<int> count = 0;
  for (std::size_t round = 0; round < 20'000; ++round)
    team.run(round % 4, [&](std::size_t, std::size_t) { ++count; });
  EXPECT_EQ(count, 20'000 / 4 * (0 + 1 + 2 + 3));
}

TEST(Team, AMembersScratchIsItsOwn) {
  Team team(2);
  std::vector<std::vector<std::size_t>> parts(2);
  team.run(500, [&](std::size_t part, std::size_t member) { parts[member].push_back(part); });
  EXPECT_EQ(parts[0].size() + parts[1].size(), 500U);
}

TEST(Team, RethrowsWhatAPartThrowsAndGoesOn) {
  Team team(2);
  EXPECT_THROW(team.run(10,
                        [](std::size_t part, std::size_t) {
                          if (part == 7) throw std::runtime_error("seven");
                        }),
               std::runtime_error);
  std::atomic<int> count = 0;
  team.run(10, [&](std::size_t, std::size_t) { ++count; });
  EXPECT_EQ(count, 10);
}

TEST(Team, PreparesEachThreadButTheCallers) {
  std::atomic<int> prepared = 0;
  {
    const Team team(3, [&] { ++prepared; });
  }
  EXPECT_EQ(prepared, 2);
}

}  // namespace
}  // namespace isthmus
