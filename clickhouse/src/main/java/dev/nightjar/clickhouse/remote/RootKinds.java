package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.util.Set;

/** What a statement does, by the kind of its tree's root. What is not listed is not known. */
final class RootKinds {
  private static final Set<String> READING =
      Set.of(
          "SelectWithUnionQuery",
          "Explain",
          "DescribeQuery",
          "ShowTables",
          "ShowColumns",
          "ShowIndexes",
          "ShowFunctions",
          "ShowSetting",
          "ShowProcesslistQuery",
          "ExistsTableQuery",
          "ExistsDatabaseQuery",
          "ExistsViewQuery",
          "ExistsDictionaryQuery",
          "ShowCreateTableQuery",
          "ShowCreateViewQuery",
          "ShowCreateDatabaseQuery",
          "ShowCreateDictionaryQuery",
          "CheckQuery");

  private static final Set<String> CHANGING =
      Set.of(
          "InsertQuery",
          "CreateQuery",
          "DropQuery",
          "DetachQuery",
          "TruncateQuery",
          "AlterQuery",
          "RenameQuery",
          "Rename",
          "OptimizeQuery",
          "UndropQuery",
          "DeleteQuery",
          "UpdateQuery");

  private static final Set<String> BESIDE_THE_DATABASES =
      Set.of("CreateSQLFunctionQuery", "CreateFunctionQuery", "DropFunctionQuery");

  private RootKinds() {}

  static StatementClass classOf(AstNode root) {
    if (READING.contains(root.kind())) {
      // A literal beside the query is the file of INTO OUTFILE.
      return root.children().stream().anyMatch(child -> child.kind().equals("Literal"))
          ? StatementClass.CONTROL
          : StatementClass.READ_ONLY;
    }
    if (BESIDE_THE_DATABASES.contains(root.kind())) {
      return StatementClass.MUTATING_GLOBAL;
    }
    return CHANGING.contains(root.kind()) ? StatementClass.MUTATING : StatementClass.CONTROL;
  }
}
