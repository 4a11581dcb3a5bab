package dev.nightjar.proving.chaos;

import dev.nightjar.proving.flights.ChangeComparison;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.Flights;
import dev.nightjar.proving.flights.PlainJson;
import dev.nightjar.proving.flights.PlainJson.Digits;
import dev.nightjar.proving.flights.QuarantineComparison;
import dev.nightjar.proving.flights.TableComparison;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Compares a mirror that has caught up with its table: every change with the rows of the view, what
 * FINAL shows with a scan, the columns with the items, and the quarantine.
 */
final class MirrorAudit {

  private static final int EXAMPLES = 5;

  private final ServerPort server;
  private final FlightsProject project;
  private final boolean withStatus;
  private final Path folder;
  private final List<String> examples = new ArrayList<>();
  private long wrongColumns;

  /**
   * @param withStatus whether the column was added that the project has later
   * @param folder where temporary files may lie
   */
  MirrorAudit(ServerPort server, FlightsProject project, boolean withStatus, Path folder) {
    this.server = server;
    this.project = project;
    this.withStatus = withStatus;
    this.folder = folder;
  }

  /**
   * The outcome.
   *
   * @param wrongColumns items that have a column which does not say what their attribute does
   * @param examples some of the differences in words
   */
  record Result(
      ChangeComparison.Result changes,
      TableComparison.Result table,
      QuarantineComparison.Result quarantine,
      long wrongColumns,
      List<String> examples) {

    boolean finalEqualsTable() {
      return table.equal() && wrongColumns == 0;
    }

    boolean good() {
      return changes.equal() && finalEqualsTable() && quarantine.wrong() == 0;
    }

    /** Nothing lost, and FINAL right: all that is promised after a torn disk. */
    boolean goodButForDoubles() {
      return changes.equalButForDoubles() && finalEqualsTable() && quarantine.wrong() == 0;
    }
  }

  /**
   * Compares; nobody may write meanwhile.
   *
   * @param comparison of the changes
   * @param misfits of the quarantine
   */
  Result compare(ChangeComparison comparison, QuarantineComparison misfits, FlightTable table) {
    final ChangeComparison.Result changes = changes(comparison, misfits);
    final TableComparison.Result items = items(table);
    final QuarantineComparison.Result quarantine = quarantine(misfits);
    quarantine.example().ifPresent(this::example);
    examples.addAll(changes.examples());
    examples.addAll(items.examples());
    return new Result(changes, items, quarantine, wrongColumns, List.copyOf(examples));
  }

  private ChangeComparison.Result changes(
      ChangeComparison comparison, QuarantineComparison misfits) {
    server.lines(
        "SELECT transaction_id, timestamp, _event_name, _record, _old_record, toString(version) FROM "
            + project.changes()
            + " FORMAT JSONCompactEachRow",
        lines ->
            lines
                .map(MirrorAudit::values)
                .map(MirrorAudit::changeRow)
                .forEach(row -> {
                  comparison.add(row);
                  misfits.shown(row);
                }));
    return comparison.result();
  }

  private TableComparison.Result items(FlightTable table) {
    AtomicReference<TableComparison.Result> result = new AtomicReference<>();
    server.lines(
        "SELECT transaction_id, timestamp, _record, toString(weight), "
            + (withStatus ? FlightsProject.STATUS : "''")
            + " FROM "
            + project.datasource()
            + " FINAL FORMAT JSONCompactEachRow",
        lines ->
            result.set(
                TableComparison.compare(
                    lines.map(MirrorAudit::values).map(this::itemRow), table.scan(), folder)));
    return result.get();
  }

  private TableComparison.Row itemRow(List<?> row) {
    TableComparison.Row item =
        new TableComparison.Row((String) row.get(0), (String) row.get(1), (String) row.get(2));
    Map<?, ?> attributes = (Map<?, ?>) PlainJson.parse(item.record());
    if (!weight(attributes).equals(text(row.get(3)))
        || (withStatus && !text(row.get(4)).equals(attributes.get(FlightsProject.STATUS)))) {
      wrongColumns++;
      example("a column of " + item.transactionId() + " differs from its attribute");
    }
    return item;
  }

  /** What the column shows, an {@code Int32}: nothing where the item does not fit. */
  private static String weight(Map<?, ?> attributes) {
    return attributes.get(Flights.WEIGHT) instanceof Digits(String digits)
            && new BigInteger(digits).bitLength() < Integer.SIZE
        ? digits
        : "";
  }

  private static String text(Object value) {
    return value instanceof String text ? text : "";
  }

  private static ChangeComparison.Row changeRow(List<?> row) {
    return new ChangeComparison.Row(
        (String) row.get(0),
        (String) row.get(1),
        (String) row.get(2),
        (String) row.get(3),
        Optional.of(row.get(4)).filter(String.class::isInstance).map(String.class::cast),
        Optional.of(new BigInteger((String) row.get(5))));
  }

  private QuarantineComparison.Result quarantine(QuarantineComparison misfits) {
    server.lines(
        "SELECT _event_name, toString(_version), JSONExtractString(change, 'NewImage', '"
            + Flights.CHANGE
            + "', 'N') FROM "
            + project.datasource()
            + "_quarantine FORMAT JSONCompactEachRow",
        lines ->
            lines
                .map(MirrorAudit::values)
                .forEach(row ->
                    misfits.quarantined(
                        (String) row.get(0),
                        new BigInteger((String) row.get(1)),
                        number((String) row.get(2)))));
    return misfits.result();
  }

  private static long number(String change) {
    return change.matches("\\d{1,9}") ? Long.parseLong(change) : 0;
  }

  private static List<?> values(String line) {
    return (List<?>) PlainJson.parse(line);
  }

  private void example(String text) {
    if (examples.size() < EXAMPLES) {
      examples.add(text);
    }
  }
}
