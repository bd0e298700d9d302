#include "core/data/values/label_names.h"

#include <algorithm>
#include <array>

namespace isthmus {
namespace {

template <std::size_t n>
bool isIn(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// What can only be meant as the answer, also where a "class" (of passengers, of tickets) stands beside it.
constexpr auto kPlain = std::to_array<std::string_view>(
    {"label",        "labels",          "label name",   "label id",     "label text",
     "class label",  "class labels",    "class name",   "class names",  "class type",
     "class id",     "class no",        "classlabel",   "classname",    "target class",
     "target label", "target name",     "target names", "true label",   "true class",
     "y true",       "ground truth",    "groundtruth",  "gt",           "gt label",
     "target",       "targets",         "outcome",      "outcomes",     "survived",
     "survival",     "diagnosis",       "fraud",        "anomaly",      "anomalous",
     "outlier",      "churn",           "churned",      "exited",       "attrition",
     "spam",         "malignant",       "satisfaction", "heartdisease", "heart disease",
     "credit risk",  "survival status", "label index"});
constexpr auto kClass = std::to_array<std::string_view>(
    {"class",      "classes",    "classification", "species",      "variety",     "category", "categories",
     "cell type",  "cell types", "celltype",       "bulk label",   "bulk labels", "cultivar", "type of glass",
     "subspecies", "class code", "class value",    "output class", "activity",    "active"});
constexpr auto kLikely = std::to_array<std::string_view>(
    {"quality",         "rating",       "grade",         "income",       "attack",
     "attack type",     "attack cat",   "malware",       "malicious",    "subscribed",
     "deposit",         "stroke",       "death event",   "potability",   "sentiment",
     "emotion",         "digit",        "letter",        "type",         "kind",
     "status",          "loan status",  "result",        "response",     "winner",
     "output",          "prognosis",    "condition",     "disease",      "failure",
     "machine failure", "fault",        "defect",        "defects",      "intrusion",
     "purchased",       "revenue",      "personal loan", "final result", "approved",
     "loan approved",   "salary class", "attrited",      "tumour"});
constexpr auto kPerhaps = std::to_array<std::string_view>(
    {"y", "group", "groups", "family", "genre", "color type", "event", "annotation"});
// What is_... and has_... say something of, and "fraud_flag" as well.
constexpr auto kFindings = std::to_array<std::string_view>(
    {"fraud",   "fraudulent", "anomaly",  "anomalous", "outlier",   "spam",      "attack",
     "churn",   "churned",    "malware",  "malicious", "defect",    "defective", "default",
     "fault",   "faulty",     "failure",  "abnormal",  "phishing",  "cancer",    "sick",
     "disease", "malignant",  "survived", "canceled",  "cancelled", "positive"});
constexpr auto kGroups = std::to_array<std::string_view>(
    {"louvain", "leiden", "cluster", "clusters", "kmeans", "k means", "dbscan", "hdbscan", "seurat clusters",
     "phenograph", "community", "communities", "cluster id"});
constexpr auto kTargets = std::to_array<std::string_view>({"target",
                                                           "targets",
                                                           "y",
                                                           "price",
                                                           "sale price",
                                                           "saleprice",
                                                           "quality",
                                                           "medv",
                                                           "label",
                                                           "labels",
                                                           "outcome",
                                                           "response",
                                                           "median house value",
                                                           "selling price",
                                                           "progression",
                                                           "rings",
                                                           "salary",
                                                           "output",
                                                           "class",
                                                           "score",
                                                           "rating",
                                                           "final grade",
                                                           "house price",
                                                           "charges",
                                                           "cnt",
                                                           "critical temp",
                                                           "compressive strength",
                                                           "disease progression",
                                                           "med house val"});
constexpr auto kIdWords = std::to_array<std::string_view>(
    {"id",      "ids",  "index",      "idx",       "no",        "nr",        "num",      "number",   "key",
     "instant", "uuid", "guid",       "rownum",    "rowid",     "rownumber", "row",      "record",   "serial",
     "sno",     "pk",   "identifier", "unnamed 0", "accession", "barcode",   "recordid", "sampleid", "sr"});
// Of what "customerid" in one word is the number; "acid", "paid" and "humid" are none.
constexpr auto kNumbered = std::to_array<std::string_view>(
    {"customer", "user",    "passenger", "sample",  "patient",  "order",       "product", "row",
     "subject",  "record",  "item",      "student", "employee", "transaction", "object",  "obj",
     "source",   "image",   "img",       "person",  "client",   "cell",        "gene",    "case",
     "loan",     "account", "member",    "house",   "player",   "track",       "session", "device"});
constexpr auto kTimes = std::to_array<std::string_view>(
    {"t",      "time",    "times", "timestamp", "date", "datetime", "year",   "years",
     "month",  "week",    "day",   "days",      "hour", "hours",    "minute", "minutes",
     "second", "seconds", "ms",    "epoch",     "step", "tick",     "frame"});

bool isLower(char c) {
  return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool isDigitChar(char c) {
  return c >= '0' && c <= '9';
}

std::string_view firstWord(std::string_view words) {
  return words.substr(0, words.find(' '));
}
std::string_view lastWord(std::string_view words) {
  const std::size_t space = words.rfind(' ');
  return space == std::string_view::npos ? words : words.substr(space + 1);
}

/// "fraud" for "is fraud" and "fraud flag"; empty where the words are no flag.
std::string_view flagged(std::string_view words) {
  for (const std::string_view start : {"is ", "has ", "was "})
    if (words.starts_with(start)) return words.substr(start.size());
  for (const std::string_view end : {" flag", " indicator"})
    if (words.ends_with(end)) return words.substr(0, words.size() - end.size());
  return {};
}

/// "label x", "x label", "class 3", "type of glass".
bool holdsLabelWord(std::string_view words) {
  constexpr auto kEnds =
      std::to_array<std::string_view>({"label", "labels", "class", "target", "category", "type"});
  constexpr auto kStarts = std::to_array<std::string_view>({"label", "class", "target", "category"});
  return words.find(' ') != std::string_view::npos &&
         (isIn(kEnds, lastWord(words)) || isIn(kStarts, firstWord(words)) || words.starts_with("type of "));
}

}  // namespace

std::string wordsOfName(std::string_view name) {
  std::string words;
  bool wasLower = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool isByte = static_cast<unsigned char>(c) >= 0x80;  // of a letter in another script
    if (!isLower(c) && !isUpper(c) && !isDigitChar(c) && !isByte) {
      if (!words.empty() && words.back() != ' ') words += ' ';
      wasLower = false;
      continue;
    }
    // "isFraud", "customerID", "IDNumber"
    const bool endsCapitals =
        isUpper(c) && i > 0 && isUpper(name[i - 1]) && i + 1 < name.size() && isLower(name[i + 1]);
    if (isUpper(c) && (wasLower || endsCapitals) && !words.empty() && words.back() != ' ') words += ' ';
    words += isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    wasLower = isLower(c) || isDigitChar(c);
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

LabelSense labelSense(std::string_view name) {
  const std::string words = wordsOfName(name);
  if (isIn(kPlain, words)) return LabelSense::Plain;
  if (isIn(kClass, words)) return LabelSense::Class;
  const std::string_view finding = flagged(words);
  if (isIn(kFindings, finding)) return LabelSense::Plain;
  if (isIn(kLikely, words) || firstWord(words) == "default" || isIn(kFindings, words))
    return LabelSense::Likely;
  if (isIn(kGroups, words) || firstWord(words) == "louvain" || firstWord(words) == "leiden")
    return LabelSense::Group;
  if (isIn(kPerhaps, words) || !finding.empty() || holdsLabelWord(words)) return LabelSense::Perhaps;
  return LabelSense::None;
}

bool isTargetName(std::string_view name) {
  return isIn(kTargets, wordsOfName(name));
}

bool isIdName(std::string_view name) {
  const std::string words = wordsOfName(name);
  if (words == "num") return false;  // of published tables about hearts: their label
  if (isIn(kIdWords, words) || isIn(kIdWords, lastWord(words)) || words == "sample" || words == "case")
    return true;
  if (words == "sample code number" || firstWord(words) == "id") return true;
  const bool oneWord = words.find(' ') == std::string::npos && words.ends_with("id");
  return oneWord && isIn(kNumbered, std::string_view(words).substr(0, words.size() - 2));
}

bool isTimeName(std::string_view name) {
  constexpr auto kAmongOthers = std::to_array<std::string_view>(
      {"time", "timestamp", "date", "datetime", "year", "month", "day", "hour", "minute", "second"});
  const std::string words = wordsOfName(name);
  return isIn(kTimes, words) || isIn(kAmongOthers, firstWord(words)) || isIn(kAmongOthers, lastWord(words));
}

}  // namespace isthmus
