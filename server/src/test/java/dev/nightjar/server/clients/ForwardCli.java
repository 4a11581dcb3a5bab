package dev.nightjar.server.clients;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.InstalledClient;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward {@code tb} in a user's folder.
 *
 * @param client a version of it
 * @param project the folder
 */
record ForwardCli(InstalledClient client, ClientProject project) {

  /** Runs a command without a terminal. */
  Ended tb(String... arguments) {
    return project.run(client, "tb", arguments);
  }

  /** Runs a command that asks; what is waited for and what is typed then, in turn. */
  Ended asked(List<String> conversation, String... arguments) {
    project.with("CI", null);
    try {
      return project.ask(client, conversation, command(arguments));
    } finally {
      project.with("CI", "1");
    }
  }

  private String[] command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(client.folder() + "/venv/bin/tb"));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  /** Makes the file of a data source that mirrors a table, which is validated. */
  Ended createDatasource(String name, String connection, String table) {
    return tb(
        "datasource",
        "create",
        "--dynamodb",
        "--name",
        name,
        "--connection-name",
        connection,
        "--dynamodb-table-arn",
        DynamoTables.arn(table),
        "--dynamodb-export-bucket",
        DynamoTables.BUCKET);
  }

  /** What the connection's dialogue asks, in turn, for one of its environments. */
  static List<String> dialogue(String name, String environments, String table) {
    return List.of(
        "Connection name",
        name,
        "DynamoDB table name",
        "*",
        "Export bucket name",
        DynamoTables.BUCKET,
        "Region",
        "",
        "Select option",
        environments,
        "Press Enter",
        "",
        "Press Enter",
        "",
        "ARN of the role",
        DynamoTables.role("reader"),
        "table ARN to validate",
        table);
  }

  /** Plain data sources, a copy, an endpoint's test and a fixture. */
  static void writePlainFiles(ClientProject project) {
    project
        .file(
            "datasources/ev.datasource",
            "SCHEMA >\n    `id` String `json:$.id`,\n    `n` Int64 `json:$.n`\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n")
        .file(
            "datasources/ev_copy.datasource",
            "SCHEMA >\n    `id` String,\n    `n` Int64\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n")
        .file("fixtures/ev.ndjson", "{\"id\":\"f1\",\"n\":1}\n{\"id\":\"f2\",\"n\":2}\n");
  }

  /** An endpoint on the orders, and a copy. */
  static void writePipes(ClientProject project) {
    project
        .file(
            "endpoints/ep.pipe",
            """
            TOKEN app_read READ

            NODE rows
            SQL >
                %
                SELECT id, JSONExtractString(_record, 'status') AS status FROM orders FINAL
                WHERE id != {{ String(not_id, 'none') }} ORDER BY id

            TYPE endpoint
            """)
        .file(
            "copies/cp.pipe",
            "NODE n\nSQL >\n    SELECT id, n FROM ev\nTYPE copy\nTARGET_DATASOURCE ev_copy\nCOPY_SCHEDULE @on-demand\n")
        .file(
            "tests/ep.yaml",
            "- name: all\n  description: all\n  parameters: not_id=a\n  expected_result: ''\n");
  }
}
