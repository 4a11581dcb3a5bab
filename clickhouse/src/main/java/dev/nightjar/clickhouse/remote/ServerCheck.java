package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.UnavailableException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads what must be known of a server before anything is done there, and refuses one that will not
 * do: too old, no rights, limits that do not hold.
 */
final class ServerCheck {
  /** Settings that inserts do without at a version that does not have them. */
  static final List<String> OPTIONAL =
      List.of("max_insert_block_size_bytes", "min_free_disk_bytes_to_perform_insert");

  private static final int[] OLDEST = {25, 3};
  private static final int SYNTAX_ERROR = 62;
  private static final Set<Integer> AUTHENTICATION = Set.of(192, 193, 194, 516);

  private static final String RIGHTS =
      "CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP DATABASE, DROP TABLE, DROP VIEW, SELECT,"
          + " INSERT, ALTER TABLE, TRUNCATE";

  private final Asking asking;
  private final RemoteOptions options;

  ServerCheck(Asking asking, RemoteOptions options) {
    this.asking = asking;
    this.options = options;
  }

  /**
   * Asks.
   *
   * @throws RemoteException when the server cannot be used
   * @throws UnavailableException when it is away
   */
  ServerFacts run() {
    try {
      String version = version();
      Set<String> settings = settings();
      requireRights();
      requireLimits();
      if (options.cluster().isPresent()) {
        requireOneShard(options.cluster().get().name());
      }
      Set<String> unknown = new HashSet<>(OPTIONAL);
      unknown.removeAll(settings);
      return new ServerFacts(version, unknown, localDisks());
    } catch (UnavailableException | OutcomeUnknownException e) {
      throw e;
    } catch (ClickHouseException e) {
      throw AUTHENTICATION.contains(e.code())
          ? new RemoteException(
              where()
                  + " does not take the user '"
                  + options.user()
                  + "' with this password ("
                  + e.name()
                  + "). Check --clickhouse-user and the password.",
              e)
          : new RemoteException(where() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private String version() {
    Row row =
        asking
            .rows(
                "SELECT version() AS version, toString(getSetting('readonly')) AS readonly",
                Map.of())
            .single();
    String version = row.string("version");
    if (Arrays.compare(numbers(version), OLDEST) < 0) {
      throw new RemoteException(
          where() + " is version " + version + ". Nightjar needs 25.3 or newer: upgrade it.");
    }
    if (!row.string("readonly").equals("0")) {
      throw new RemoteException(
          where()
              + " lets the user '"
              + options.user()
              + "' read only (readonly = "
              + row.string("readonly")
              + " in its profile). Use one that may write.");
    }
    return version;
  }

  private static int[] numbers(String version) {
    int[] numbers =
        Arrays.stream(version.split("[^0-9]+"))
            .filter(part -> !part.isEmpty())
            .limit(2)
            .mapToInt(Integer::parseInt)
            .toArray();
    return Arrays.copyOf(numbers, 2);
  }

  private Set<String> settings() {
    Set<String> found = new HashSet<>();
    for (Row row :
        asking.rows(
            "SELECT name FROM system.settings WHERE has({names:Array(String)}, name)",
            Map.of("names", Parameter.ofArray(settingNames())))) {
      found.add(row.string("name"));
    }
    if (!found.contains("insert_allow_materialized_columns")) {
      throw new RemoteException(
          where()
              + " has no setting insert_allow_materialized_columns, without which rows cannot carry"
              + " their version: upgrade it.");
    }
    return found;
  }

  private static List<String> settingNames() {
    List<String> names = new java.util.ArrayList<>(OPTIONAL);
    names.add("insert_allow_materialized_columns");
    return names;
  }

  /** What can be looked at is looked at; the rest is asked for. */
  private void requireRights() {
    asking.rows(
        "SELECT (SELECT count() FROM system.processes WHERE 0) + (SELECT count() FROM system.tables"
            + " WHERE 0) + (SELECT count() FROM system.columns WHERE 0) AS nothing",
        Map.of());
    String databases = "`" + options.databasePrefix() + "w_*`.*";
    require(RIGHTS + " ON " + databases);
    if (options.cluster().isPresent()) {
      require("CLUSTER ON *.*");
      require("REMOTE ON *.*");
      require("SYSTEM SYNC REPLICA ON " + databases);
    }
  }

  private void require(String rights) {
    if (!granted(rights)) {
      throw new RemoteException(
          where()
              + " does not grant the user '"
              + options.user()
              + "' all that is needed. As an administrator, run: GRANT "
              + rights
              + " TO "
              + Sql.identifier(options.user()));
    }
  }

  private void requireOneShard(String cluster) {
    long shards =
        asking
            .rows(
                "SELECT uniqExact(shard_num) AS shards FROM system.clusters"
                    + " WHERE cluster = {cluster:String}",
                Map.of("cluster", Parameter.of(cluster)))
            .single()
            .number("shards");
    if (shards != 1) {
      throw new RemoteException(
          where()
              + (shards == 0
                  ? " knows no cluster '" + cluster + "' (see system.clusters)."
                  : " has "
                      + shards
                      + " shards in the cluster '"
                      + cluster
                      + "': every replica must hold every row, so use a cluster of one shard."));
    }
  }

  private boolean granted(String rights) {
    try {
      Rows rows = asking.rows("CHECK GRANT " + rights, Map.of());
      return rows.single().flag(rows.columns().getFirst());
    } catch (ClickHouseException e) {
      if (e.code() == SYNTAX_ERROR) {
        // This version cannot be asked so: the first statement that lacks a right names it.
        return true;
      }
      throw e;
    }
  }

  /** That what a READ_ONLY query is sent with holds, as {@code getSetting} tells it. */
  private void requireLimits() {
    Map<String, String> wanted = new TreeMap<>(options.limits().userSettings());
    wanted.put("readonly", "1");
    String sql =
        wanted.keySet().stream()
            .map(name -> "toString(getSetting('" + name + "')) AS " + name)
            .collect(Collectors.joining(", ", "SELECT ", ""));
    Row row = Rows.parse(asking.bytes(sql, Rows.FORMAT, Map.of(), wanted)).single();
    wanted.forEach((name, value) -> {
      String found = row.string(name);
      if (!number(found).equals(number(value))) {
        throw new RemoteException(
            where()
                + " does not keep a query's limits: "
                + name
                + " is "
                + found
                + ", not "
                + value
                + ". Something between Nightjar and ClickHouse, or the user's profile, changes"
                + " them.");
      }
    });
  }

  /** Settings that are on or off are told as words. */
  private static String number(String value) {
    return switch (value) {
      case "true" -> "1";
      case "false" -> "0";
      default -> value;
    };
  }

  private boolean localDisks() {
    return asking
        .rows(
            "SELECT count() = countIf(type = 'Local') AS local FROM system.disks WHERE name IN"
                + " (SELECT arrayJoin(disks) FROM system.storage_policies"
                + " WHERE policy_name = 'default')",
            Map.of())
        .single()
        .flag("local");
  }

  private String where() {
    return "ClickHouse at " + options.address();
  }
}
