#include "metadata/internal/schema_script.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "metadata/internal/sql_tree.h"

namespace armillary::metadata {
namespace {

using boost::json::object;
using boost::json::value;

struct TypeNames {
  std::string_view common;
  std::string_view sqlite;
  std::string_view postgres;
};

// INT and not INTEGER: as a primary key the latter would be the row id, which fills itself in.
constexpr std::array<TypeNames, 4> kTypes{{{"TEXT", "TEXT", "TEXT COLLATE \"C\""},
                                           {"BIGINT", "INT", "BIGINT"},
                                           {"BYTEA", "BLOB", "BYTEA"},
                                           {"DOUBLE PRECISION", "REAL", "DOUBLE PRECISION"}}};

bool StartsWithWord(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return a == std::toupper(static_cast<unsigned char>(b)); };
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), same) &&
         (text.size() == word.size() ||
          std::isalnum(static_cast<unsigned char>(text[word.size()])) == 0);
}

struct Edit {
  std::size_t at;
  std::size_t length;
  std::string_view replacement;
};

// Turns one statement of a script into an engine's words.
class Translator {
 public:
  Translator(std::string_view script, Dialect dialect) : script_(script), dialect_(dialect) {}

  Result<SchemaStatement> Translate(const object& entry) {
    start_ = NumberAt(entry, "stmt_location");
    const std::size_t length = NumberAt(entry, "stmt_len");
    text_ = script_.substr(start_, length == 0 ? std::string_view::npos : length);
    ARM_CHECK(ReadStatement(entry.at("stmt")));
    result_.sql = Edited();
    return std::move(result_);
  }

 private:
  Result<void> ReadStatement(const value& statement) {
    if (const auto* const create = NodeOf(statement, "CreateStmt")) {
      return ReadCreateTable(*create);
    }
    if (const auto* const alter = NodeOf(statement, "AlterTableStmt")) {
      return ReadAlterTable(*alter);
    }
    if (const auto* const drop = NodeOf(statement, "DropStmt")) {
      return ReadDrop(*drop);
    }
    for (const auto* const change : {"InsertStmt", "UpdateStmt", "DeleteStmt"}) {
      result_.changes_rows = result_.changes_rows || NodeOf(statement, change) != nullptr;
    }
    if (result_.changes_rows || NodeOf(statement, "IndexStmt") != nullptr) {
      return {};
    }
    return RefuseStatement("a migration has only tables, indexes, columns and changes of rows");
  }

  Result<void> ReadCreateTable(const object& create) {
    result_.creates = std::string(TextAt(*ObjectAt(create, "relation"), "relname"));
    for (const value& element : ListAt(create, "tableElts")) {
      if (const auto* const column = NodeOf(element, "ColumnDef")) {
        ARM_CHECK(ReadColumn(*column));
      }
    }
    return {};
  }

  Result<void> ReadColumn(const object& column) {
    result_.creates_tenant_table =
        result_.creates_tenant_table || TextAt(column, "colname") == "tenant_id";
    const auto* const type = ObjectAt(column, "typeName");
    const std::size_t at = type == nullptr ? 0 : NumberAt(*type, "location");
    const auto found = std::ranges::find_if(kTypes, [&](const TypeNames& names) {
      return StartsWithWord(script_.substr(at), names.common);
    });
    if (at == 0 || found == kTypes.end()) {
      return RefuseStatement("the column " + std::string(TextAt(column, "colname")) +
                             " is not TEXT, BIGINT, BYTEA or DOUBLE PRECISION");
    }
    edits_.push_back(
        {.at = at - start_,
         .length = found->common.size(),
         .replacement = dialect_ == Dialect::Sqlite ? found->sqlite : found->postgres});
    return {};
  }

  Result<void> ReadAlterTable(const object& alter) {
    for (const value& item : ListAt(alter, "cmds")) {
      const auto* const command = NodeOf(item, "AlterTableCmd");
      const std::string_view subtype = command == nullptr ? "" : TextAt(*command, "subtype");
      if (subtype == "AT_AddColumn") {
        const auto* const column = NodeOf(command->at("def"), "ColumnDef");
        ARM_CHECK(ReadColumn(*column));
      } else if (subtype != "AT_DropColumn") {
        return RefuseStatement("a migration alters a table only by ADD or DROP COLUMN");
      }
      if (result_.creates_tenant_table || TextAt(*command, "name") == "tenant_id") {
        return RefuseStatement("tenant_id comes and goes with its table");
      }
    }
    return {};
  }

  Result<void> ReadDrop(const object& drop) {
    const std::string_view kind = TextAt(drop, "removeType");
    if (ListAt(drop, "objects").size() != 1 || (kind != "OBJECT_TABLE" && kind != "OBJECT_INDEX")) {
      return RefuseStatement("a migration drops one table or one index at a time");
    }
    if (kind == "OBJECT_TABLE") {
      const auto* const names = NodeOf(ListAt(drop, "objects").front(), "List");
      result_.drops = std::string(StringOf(ListAt(*names, "items").back()));
    }
    return {};
  }

  std::string Edited() const {
    std::string text;
    std::size_t done = 0;
    for (const Edit& edit : edits_) {
      text.append(text_.substr(done, edit.at - done)).append(edit.replacement);
      done = edit.at + edit.length;
    }
    text.append(text_.substr(done));
    if (result_.creates && dialect_ == Dialect::Sqlite) {
      text.append("\nSTRICT");
    }
    return text;
  }

  const std::string_view script_;
  const Dialect dialect_;
  std::size_t start_ = 0;
  std::string_view text_;
  std::vector<Edit> edits_;
  SchemaStatement result_;
};

}  // namespace

Result<std::vector<SchemaStatement>> ParseScript(std::string_view sql, Dialect dialect) {
  ARM_TRY(const auto tree, ParseSql(sql));
  std::vector<SchemaStatement> statements;
  for (const value& entry : tree) {
    ARM_TRY(auto statement, Translator(sql, dialect).Translate(entry.as_object()));
    statements.push_back(std::move(statement));
  }
  return statements;
}

}  // namespace armillary::metadata
