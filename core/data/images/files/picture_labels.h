#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/images/files/picture_layout.h"
#include "core/data/images/files/picture_tables.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// What is known of pictures beside their pixels, and where from.
struct PictureFacts {
  std::vector<Factor> factors = {};    ///< their values are one for each path
  std::vector<LoadField> fields = {};  ///< what may be the label: folders and columns of tables
  std::optional<std::string> label =
      {};  ///< as options name what was taken; nothing where none was to choose
  std::vector<std::string> remarks = {};  ///< a sentence each
};

/// A column that the table has for classes: the one that the options name, or by its name, or the first with
/// few values; its place among the columns. Nothing where there is none, where the options name folders or
/// no label, and where the table names less than most of the pictures of the parts that it speaks of.
struct LabelColumn {
  std::optional<std::size_t> column = {};
  std::string why = {};      ///< "by its name"
  bool namesTooFew = false;  ///< there would be one, but for the pictures without a row
};
Result<LabelColumn> chooseLabelColumn(const PictureTable& table, const LoadOptions& options,
                                      const PictureArrangement& arrangement);

/// Columns of 0 and 1 of which each row has a single 1 become one column of the columns' names.
void foldOneHot(PictureTable& table);

/// Gives the pictures the classes of a column and leaves those out that have none.
void takeClasses(const PictureTable& table, const LabelColumn& label, PictureArrangement& arrangement,
                 PictureFacts& facts, const Task& task);

/// Makes factors and fields of all that is no label, and says what the table was used for.
void describeFacts(const PictureTable& table, const LabelColumn& label, const LoadOptions& options,
                   const PictureArrangement& arrangement, std::size_t pictures, PictureFacts& facts);

}  // namespace isthmus
