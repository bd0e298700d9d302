#include "core/data/load_options.h"

#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace isthmus {
namespace {

using ::isthmus::test::TempFolder;
using ::testing::HasSubstr;

TEST(LoadOptions, ReadsWhatItWrites) {
  for (const std::string text : {
           "",
           "label=species,scale=standard,split=0.2",
           "data=X,label=y,scale=unit,missing=median,split=0.25,seed=18446744073709551615,size=28,colour="
           "grey,"
           "shape=28x32x3,header=no,delimiter=semicolon",
           "shape=vector,colour=rgb,missing=drop,scale=none",
           R"(label=height\, in m\: \\all,data=a=b)",
           R"(label=\)",
           R"(columns=a+b\+c+d\, e,drop=id,factors=sex+site,names=name)",
           R"(skip=3,comment=%,quote=single,thousands=apostrophe,transpose=yes,axis=3)",
           R"(set=sub/iris.csv,white=4095)",
           R"(comment=\,,quote=none,thousands=none,transpose=no,axis=0)",
       }) {
    const auto options = parseLoadOptions(text);
    ASSERT_TRUE(options) << text << ": " << options.error().text();
    const auto again = parseLoadOptions(loadOptionsText(*options));
    ASSERT_TRUE(again) << text;
    EXPECT_EQ(*again, *options) << text;
  }
  EXPECT_EQ(parseLoadOptions("shape=28x32")->shape, (ImageShape{28, 32, 1}));
  EXPECT_EQ(parseLoadOptions("split=0")->testShare, 0.0);
  EXPECT_EQ(parseLoadOptions(R"(columns=a+b\+c)")->columns, (std::vector<std::string>{"a", "b+c"}));
  EXPECT_EQ(parseLoadOptions(R"(comment=\,)")->comment, ',');
}

TEST(LoadOptions, SaysWhichOptionIsWrongAndWhatWasExpected) {
  const auto errorOf = [](const std::string& text) {
    const auto options = parseLoadOptions(text);
    EXPECT_FALSE(options) << text;
    return options ? "" : options.error().text();
  };
  EXPECT_THAT(errorOf("scale=big"),
              HasSubstr("scale: 'big' is not possible here; expected none or unit or standard"));
  EXPECT_THAT(errorOf("split=1"), HasSubstr("expected a number from 0 to 0.9"));
  EXPECT_THAT(errorOf("split=nan"), HasSubstr("split"));
  EXPECT_THAT(errorOf("colour=blue"), HasSubstr("grey or rgb"));
  EXPECT_THAT(errorOf("shape=28"), HasSubstr("28x28"));
  EXPECT_THAT(errorOf("shape=0x28"), HasSubstr("28x28"));
  EXPECT_THAT(errorOf("shape=2x2x2"), HasSubstr("28x28"));
  EXPECT_THAT(errorOf("label="), HasSubstr("a name"));
  EXPECT_THAT(errorOf("label"), HasSubstr("NAME=VALUE"));
  EXPECT_THAT(errorOf("wings=2"), HasSubstr("'wings' is no option"));
  EXPECT_THAT(errorOf("seed=1,seed=2"), HasSubstr("twice"));
  EXPECT_THAT(errorOf("seed=-1"), HasSubstr("seed"));
  EXPECT_THAT(errorOf("columns=a++b"), HasSubstr("parted by +"));
  EXPECT_THAT(errorOf("comment=ab"), HasSubstr("one character"));
  EXPECT_THAT(errorOf("axis=4"), HasSubstr("from 0 to 3"));
  EXPECT_THAT(errorOf("white=0"), HasSubstr("from 1 to 65535"));
  EXPECT_THAT(errorOf("skip=-1"), HasSubstr("skip"));
}

TEST(LoadOptions, EscapeWhatWouldEndAName) {
  LoadOptions options;
  options.samples = "a:b";
  options.label = R"(x, "y"=\z\)";
  EXPECT_EQ(loadOptionsText(options), R"(data=a\:b,label=x\, "y"=\\z\\)");
  EXPECT_EQ(*parseLoadOptions(loadOptionsText(options)), options);
  const auto split = splitOptions("f.csv:" + loadOptionsText(options));
  ASSERT_TRUE(split);
  EXPECT_EQ(split->path, "f.csv");
  EXPECT_EQ(split->options, options);
}

TEST(LoadOptions, StandBehindThePathsLastColon) {
  const auto plain = splitOptions("some/file.csv");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->path, "some/file.csv");
  EXPECT_EQ(plain->options, LoadOptions());
  const auto with = splitOptions("a:b/file.csv:label=last,split=0.1");
  ASSERT_TRUE(with);
  EXPECT_EQ(with->path, "a:b/file.csv");
  EXPECT_EQ(with->options.label, "last");
  EXPECT_EQ(splitOptions("a:b")->path, "a:b");
  EXPECT_FALSE(splitOptions("file.csv:wings=2"));
  const TempFolder folder;
  const std::string odd = folder.write("odd:label=x", {}).string();
  EXPECT_EQ(splitOptions(odd)->path, odd);
}

}  // namespace
}  // namespace isthmus
