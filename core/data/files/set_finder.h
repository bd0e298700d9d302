#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset_format.h"
#include "core/data/files/file_collection.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// Files that are one data set.
struct SetOfFiles {
  std::string name;  ///< as the option set= takes it
  const DatasetFormat* format = nullptr;
  std::vector<std::filesystem::path> files;
  LoadPlan plan = {};        ///< without options, where it was made
  bool isPlanned = false;    ///< the plan is the one with all options
  bool isByContent = false;  ///< as of FormattedFile: not the one that is meant where there is another
};

/// A format's plan; an error where memory runs out.
Result<LoadPlan> planOrNoMemory(const DatasetFormat& format, std::span<const std::filesystem::path> files,
                                const LoadOptions& options, const LoadTools& tools, const Task& task);

/// Finds the data sets among what was gathered.
class SetFinder {
 public:
  SetFinder(const FileCollection& collection, const LoadTools& tools, const Task& task)
      : m_collection(collection), m_tools(tools), m_task(task), m_others(collection.others()) {}

  /// Finds at least one, or fails.
  Result<void> find(const LoadOptions& options);

  std::vector<SetOfFiles> sets;
  std::vector<std::filesystem::path> textsUsed;  ///< of the collection's texts
  std::vector<std::string> notes;
  std::size_t figures = 0;  ///< pictures that are too few to be a data set beside others

 private:
  using Files = std::vector<std::filesystem::path>;
  using NamesPictures = std::function<bool(const std::filesystem::path&)>;
  /// By what files of one format that are no single set are told apart.
  enum class Stage { Folders, Names, Files };

  bool isByContent(const Files& files) const;
  std::string relative(const std::filesystem::path& file) const;
  void addPictures();
  Files tablesThatName(const Files& pictures);
  Files tablesAbove(const NamesPictures& names) const;
  Result<void> addNamed(const std::map<const DatasetFormat*, Files>& byFormat);
  void addFormat(const DatasetFormat& format, const Files& files, bool isOnly, const LoadOptions& options);
  void split(const DatasetFormat& format, const Files& files, Stage stage);
  void note(const Error& error);

  const FileCollection& m_collection;
  const LoadTools& m_tools;
  const Task& m_task;
  std::vector<FormattedFile> m_others;
  std::optional<Error> m_firstError;
};

}  // namespace isthmus
