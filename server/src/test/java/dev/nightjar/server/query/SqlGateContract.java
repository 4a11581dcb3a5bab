package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may run, whichever ClickHouse takes texts apart. */
abstract class SqlGateContract {
  private static final Set<String> TABLES = Set.of("orders", "orders_quarantine");

  private SqlGate gate;

  @BeforeEach
  void openGate(ClickHouse clickHouse) {
    gate = new SqlGate(clickHouse.inspector());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT * FROM orders FINAL WHERE id = 'a' ORDER BY id LIMIT 10",
        "SELECT * FROM orders_quarantine",
        "FROM orders SELECT id",
        "WITH recent AS (SELECT * FROM orders) SELECT count() FROM recent",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r",
        "SELECT JSONExtractString(_record, 'a') AS a, toDate(now()) FROM orders GROUP BY a HAVING count() > 1",
        "SELECT sumIf(n, n > 1), quantiles(0.5, 0.9)(n), uniqExactIfMerge(s), argMaxOrNull(a, b) FROM orders",
        "SELECT sum(n) OVER (PARTITION BY id ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM orders",
        "SELECT arrayMap(x -> x + 1, [1, 2]), CAST('1' AS UInt8), '2'::Int32, CASE 1 WHEN 1 THEN 2 END",
        "SELECT * FROM numbers(10) AS n JOIN orders AS o ON o.id = toString(n.number)",
        "SELECT * FROM generateSeries(1, 3), values('a UInt8', 1, 2)",
        "SELECT id FROM orders WHERE id IN (SELECT id FROM orders_quarantine) AND n IN (1, 2)",
        "SELECT id FROM orders WHERE id IN orders_quarantine",
        "SELECT id AS orders FROM orders",
        "SELECT * FROM values((1, 'a'), (2, 'b')), values('it''s', 'b'), null('a UInt8')",
        "SELECT * EXCEPT (id) REPLACE (n + 1 AS n) FROM orders",
        "(SELECT 1) UNION ALL (SELECT 2)",
        "SELECT 1 INTERSECT SELECT 2 EXCEPT SELECT 3",
        "SELECT * FROM orders ARRAY JOIN [1, 2] AS x LIMIT 1 BY id",
        "SELECT * FROM (SELECT 1 AS a) AS q ORDER BY a WITH FILL FROM 1 TO 5",
        "SELECT position('a', 'b'), exists(SELECT 1), extract(year FROM now()), interval 1 day",
        "SELECT 1 -- with a comment\n",
        "SELECT 'file(''/etc/passwd'')' AS text"
      })
  void letsQueriesOverTheWorkspacesOwnTablesPass(String sql) {
    assertThatCode(() -> check(sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // files
        "SELECT file('/etc/passwd')",
        "SELECT `file`('/etc/passwd')",
        "SELECT FILE('/etc/passwd')",
        "SELECT arrayMap(x -> file(x), ['/proc/self/environ'])",
        "WITH file('/etc/passwd') AS secret SELECT secret",
        "SELECT (SELECT file('/etc/passwd'))",
        "SELECT 1 WHERE length(file('/etc/passwd')) > 1",
        "SELECT 1 ORDER BY file('/etc/passwd')",
        "SELECT * REPLACE (file('/etc/passwd') AS id) FROM orders",
        "SELECT * APPLY(file) FROM (SELECT '/etc/passwd')",
        "SELECT * APPLY(x -> file(x)) FROM (SELECT '/etc/passwd')",
        "SELECT COLUMNS('id') APPLY(file) FROM orders",
        "SELECT sum(1) OVER (ORDER BY file('/etc/passwd'))",
        "SELECT * FROM orders ORDER BY id WITH FILL INTERPOLATE (n AS file('/etc/passwd'))",
        "SELECT 1 LIMIT length(file('/etc/passwd'))",
        "SELECT * FROM orders ARRAY JOIN [file('/etc/passwd')] AS x",
        "SELECT * FROM file('/etc/passwd', 'LineAsString')",
        "SELECT * FROM `/etc/passwd`",
        "SELECT * FROM '/etc/passwd'",
        "SELECT 1 INTO OUTFILE '/tmp/stolen'",
        "SELECT 1 INTO OUTFILE '/tmp/stolen' APPEND",
        "SELECT 1 INTO OUTFILE '/tmp/stolen' FORMAT CSV",
        "EXPLAIN PIPELINE SELECT 1 INTO OUTFILE '/tmp/stolen'",
        // the network
        "SELECT * FROM url('http://169.254.169.254/latest/meta-data', CSV)",
        "DESC TABLE url('http://127.0.0.1:1/')",
        "DESCRIBE TABLE s3('http://127.0.0.1:1/a.csv')",
        "SELECT * FROM s3('https://bucket.s3.amazonaws.com/a.csv')",
        "SELECT * FROM remote('127.0.0.1', system.one)",
        "SELECT * FROM mysql('h:1', 'd', 't', 'u', 'p')",
        "SELECT * FROM executable('x.sh', 'TSV', 'a String')",
        "SELECT aiGenerate('x')",
        // other tables
        "SELECT * FROM system.tables",
        "SELECT * FROM `system`.`users`",
        "SELECT * FROM SYSTEM.ONE",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM INFORMATION_SCHEMA.COLUMNS",
        "SELECT * FROM other_workspace.orders",
        "SELECT * FROM secrets",
        "SELECT * FROM `nightjar-deleted-orders`",
        "SELECT * FROM merge('system', '.*')",
        "SELECT * FROM merge('', 'orders')",
        "SELECT * FROM loop(system.one)",
        "SELECT * FROM dictionary('d')",
        "SELECT * FROM cluster('c', system.one)",
        "SELECT * FROM view(SELECT * FROM system.one)",
        "SELECT * FROM viewIfPermitted(SELECT 1 ELSE null('a UInt8'))",
        "SELECT * FROM mergeTreeIndex('system', 'one')",
        "SELECT * FROM input('a UInt8')",
        "SELECT 1 IN system.one",
        "SELECT dummy FROM orders AS system WHERE id IN system.users",
        "SELECT in(1, system.one)",
        "SELECT 1 GLOBAL IN system.one",
        "SELECT notIn(1, secrets)",
        "WITH system.one AS orders SELECT 0 IN orders",
        "SELECT 0 IN orders, (WITH secrets AS orders SELECT orders)",
        "SELECT a FROM values('b UInt8, a String ALIAS file(''/etc/passwd'')', 1)",
        "SELECT a FROM VALUES('b UInt8, a String\\nalias file(''/etc/passwd'')', 1)",
        "SELECT a FROM values('b UInt8, a String\\talias file(\\'/etc/passwd\\')', 1)",
        "SELECT a FROM values($$b UInt8, `a`ALIAS file('/etc/passwd')$$, 1)",
        "SELECT a FROM values('b UInt8, a String/**/DEFAULT file(''/etc/passwd'')', 1)",
        "SELECT * FROM null('a String MATERIALIZED file(''/etc/passwd'')')",
        "SELECT * FROM null(concat('a String ', 'AL', 'IAS file(''/etc/passwd'')'))",
        "SELECT joinGet('system.x', 'a', 1)",
        "SELECT dictGet('d', 'a', 1)",
        "SELECT hasColumnInTable('system', 'one', 'dummy')",
        "WITH `system.users` AS (SELECT 1) SELECT * FROM system.users",
        "WITH x AS (SELECT * FROM system.users) SELECT * FROM x",
        "SELECT * FROM (SELECT * FROM (SELECT * FROM system.users))",
        "SELECT 1 UNION ALL SELECT count() FROM system.users",
        "SELECT * FROM orders JOIN system.users ON 1",
        "SHOW TABLES",
        "SHOW CREATE TABLE orders",
        "SHOW DATABASES",
        "EXISTS TABLE system.users",
        "DESCRIBE TABLE system.users",
        "EXPLAIN SELECT file('/etc/passwd')",
        "EXPLAIN QUERY TREE SELECT file('/etc/passwd')",
        "CHECK TABLE orders",
        // settings and the server itself
        "SELECT 1 SETTINGS max_threads = 99",
        "SELECT * FROM (SELECT 1 SETTINGS readonly = 0)",
        "SET readonly = 0",
        "SELECT getSetting('max_threads')",
        "SELECT getServerSetting('max_connections')",
        "SELECT @@version_comment",
        "SELECT hostName()",
        "SELECT fqdn()",
        "SELECT currentUser()",
        "SELECT currentDatabase()",
        "SELECT serverUUID()",
        "SELECT getMacro('x')",
        "SELECT uptime()",
        "SELECT tcpPort()",
        "SELECT showCertificate()",
        "SELECT filesystemAvailable()",
        "SELECT addressToSymbol(1)",
        "SELECT logTrace('x')",
        "SELECT sleep(3)",
        "SELECT sleepEachRow(3) FROM orders",
        "SELECT evalMLMethod(1, 2)",
        "SELECT catboostEvaluate('/etc/passwd', 1)",
        "SELECT formatRow('Template', 1)",
        "SELECT structureToProtobufSchema('a UInt8')",
        "USE system",
        "KILL QUERY WHERE 1",
        "SYSTEM FLUSH LOGS",
        "BACKUP DATABASE system TO Memory('x')",
        // writing
        "INSERT INTO orders VALUES (1)",
        "INSERT INTO FUNCTION file('/tmp/x') SELECT 1",
        "CREATE TABLE x (a UInt8) ENGINE = Memory",
        "CREATE TEMPORARY TABLE x (a UInt8)",
        "CREATE TEMPORARY VIEW x AS SELECT 1",
        "CREATE FUNCTION f AS (x) -> x",
        "DROP TABLE orders",
        "TRUNCATE TABLE orders",
        "ALTER TABLE orders DELETE WHERE 1",
        "DELETE FROM orders WHERE 1",
        "OPTIMIZE TABLE orders",
        "GRANT ALL ON *.* TO default",
        "CREATE USER x",
        "ATTACH TABLE x",
        "RENAME TABLE orders TO x",
        "EXECUTE AS x SELECT 1",
        // several, or none
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE orders",
        "",
        "   ",
        "-- nothing",
        "SELECT 1 FORMAT JSON",
        "SELECT `orders (alias x)` FROM `orders (alias y)`",
        "SELECT 1 FROM `orders\n Function count`",
        "this is not SQL"
      })
  void refusesWhatReadsOrDoesAnythingElse(String sql) {
    assertThatThrownBy(() -> check(sql))
        .isInstanceOfAny(SqlRefusedException.class, ClickHouseException.class);
  }

  @Test
  void readsTheValuesOfPlaceholdersAsValues() {
    Map<String, Parameter> parameters = Map.of("p", Parameter.of("x') OR file('/etc/passwd"));
    assertThatCode(() ->
            gate.check("SELECT * FROM orders WHERE id = {p:String}", parameters, TABLES::contains))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAPlaceholderThatNamesATableOfAnotherDatabase() {
    assertThatThrownBy(() ->
            gate.check(
                "SELECT * FROM {t:Identifier}",
                Map.of("t", Parameter.of("system.users")),
                TABLES::contains))
        .isInstanceOfAny(SqlRefusedException.class, ClickHouseException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now()",
        "'x'",
        "toYYYYMM(ts)",
        "ts + INTERVAL 90 DAY",
        "cityHash64(id) % 16",
        "[1, 2]",
        "NULL"
      })
  void letsExpressionsOfDataSourcesPass(String expression) {
    assertThatCode(() -> gate.checkExpression(expression)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file('/etc/passwd')",
        "(SELECT 1)",
        "1 FROM orders",
        "1) SETTINGS disk = disk(type = local, path = '/') --",
        "1), (file('/etc/passwd')",
        "a) PRIMARY KEY (b",
        "1; DROP TABLE x",
        "dictGet('d', 'a', 1)",
        "x IN system.one",
        "currentUser()",
        "1 INTO OUTFILE '/tmp/x'"
      })
  void refusesExpressionsThatReachFurther(String expression) {
    assertThatThrownBy(() -> gate.checkExpression(expression))
        .isInstanceOfAny(SqlRefusedException.class, ClickHouseException.class);
  }

  private void check(String sql) {
    gate.check(sql, Map.of(), TABLES::contains);
  }
}
