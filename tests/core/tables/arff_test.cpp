#include "tests/support/table_loading.h"

#include <gmock/gmock.h>

#include <string>

namespace isthmus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Arff : public test::TableLoading {
 protected:
  Dataset loadArff(const std::string& text, const std::string& options = "split=0") {
    return load({write("set.arff", text)}, options);
  }
  std::string refusalOf(const std::string& text) {
    const auto loaded = tryToLoad({write("set.arff", text)});
    EXPECT_FALSE(loaded);
    return loaded ? "" : loaded.error().text();
  }
};

constexpr const char* kHeader =
    "% Weka's form\n@RELATION 'two words'\n\n@attribute 'petal length' NUMERIC\n@attribute width real\n"
    "@ATTRIBUTE colour {red,'dark blue', green}\n@attribute kind {setosa, virginica}\n\n@DATA\n";

TEST_F(Arff, ReadsNumbersFactorsAndTheLastClasses) {
  const Dataset set =
      loadArff(std::string(kHeader) +
               "5.1, 3.5, red, setosa\n% a comment\n4.9,3.0,'dark blue',virginica\n"
               "?,3.1,green,setosa\n4.7,3.2,red,\"virginica\"\n6,7,red,setosa\n1,2,red,setosa\n");
  EXPECT_THAT(set.features, ElementsAre("petal length", "width"));
  EXPECT_THAT(set.classNames, ElementsAre("setosa", "virginica"));
  EXPECT_THAT(set.labels, ElementsAre(0, 1, 1, 0, 0));
  EXPECT_THAT(set.values, ElementsAre(5.1F, 3.5F, 4.9F, 3, 4.7F, 3.2F, 6, 7, 1, 2));
  ASSERT_EQ(set.factors.size(), 1U);
  EXPECT_EQ(set.factors[0].name, "colour");
  EXPECT_THAT(set.factors[0].levels, ElementsAre("red", "dark blue", "green"));
}

TEST_F(Arff, FillsSparseRows) {
  const Dataset set = loadArff(
      "@relation s\n@attribute a numeric\n@attribute b numeric\n@attribute c numeric\n"
      "@attribute class {no,yes}\n@data\n{0 1.5, 3 yes}\n{2 2}\n{1 -1, 2 4, 3 yes}\n{ }\n");
  EXPECT_THAT(set.values, ElementsAre(1.5F, 0, 0, 0, 0, 2, 0, -1, 4, 0, 0, 0));
  EXPECT_EQ(set.classNames[static_cast<std::size_t>(set.labels[0])], "yes");
  EXPECT_EQ(set.classNames[static_cast<std::size_t>(set.labels[1])], "no");
}

TEST_F(Arff, PrefersAClassByItsNameAndObeysTheOptions) {
  const std::string text =
      "@relation s\n@attribute class {p,q}\n@attribute a numeric\n@attribute site {m,n}\n@data\n"
      "p,1.5,m\nq,2.5,n\np,3,m\nq,4,n\n";
  EXPECT_THAT(loadArff(text).classNames, ElementsAre("p", "q"));
  EXPECT_THAT(loadArff(text, "label=site,split=0").classNames, ElementsAre("m", "n"));
}

TEST_F(Arff, SaysWhatIsWrongInItsHeader) {
  EXPECT_THAT(refusalOf("@relation s\n@attribute a numeric\n"), HasSubstr("no line @data"));
  EXPECT_THAT(refusalOf("@relation s\n@attribute a numeric\n@attribute b relational\n@data\n1,2\n"),
              HasSubstr("type \"relational\""));
  EXPECT_THAT(refusalOf("@relation s\n@attribute a numeric\n@attribute b {x\n@data\n1,2\n"),
              HasSubstr("line 3"));
  EXPECT_THAT(refusalOf("@relation s\n@attribute a numeric\n@attribute b numeric\n@data\n1,2,3\n"),
              HasSubstr("3 fields in line 5"));
  EXPECT_THAT(refusalOf("@relation s\n@attribute a numeric\n@attribute b numeric\n@data\n{0 1, 9 2}\n"),
              HasSubstr("no row of data"));
}

}  // namespace
}  // namespace isthmus
