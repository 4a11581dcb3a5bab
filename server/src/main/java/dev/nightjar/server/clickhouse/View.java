package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.server.query.Readable;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/**
 * What one request can see.
 *
 * @param workspace its token's
 * @param readable what of it the token may read
 * @param database the name that the workspace's database has for it: {@code default}, or the
 *     workspace's name where the request says so
 * @param user the name that it came with
 * @param service the tables in which the server tells of itself, where it may read them; they are
 *     databases of their own
 */
record View(
    Workspace workspace, Readable readable, String database, String user, List<TableName> service) {

  /** Copies the list. */
  View {
    service = List.copyOf(service);
  }

  /** Whether a database of that name is the workspace's. */
  boolean isDatabase(String name) {
    return isDatabase(workspace, name);
  }

  static boolean isDatabase(Workspace workspace, String name) {
    return name.equals(workspace.name()) || name.equals(TableName.DEFAULT_DATABASE);
  }

  /** Whether a query can read a table or pipe of that name. */
  boolean isReadable(String name) {
    return readable.contains(name);
  }

  /** Whether it is one of the databases in which the server tells of itself. */
  boolean isService(String name) {
    return service.stream().anyMatch(table -> table.database().equals(name));
  }

  /** The request's database, where it may name it. */
  static Optional<String> databaseOf(Workspace workspace, Optional<String> asked) {
    String name = asked.orElse(TableName.DEFAULT_DATABASE);
    return isDatabase(workspace, name) ? Optional.of(name) : Optional.empty();
  }
}
