package dev.nightjar.proving.chaos;

import dev.nightjar.proving.flights.ChangeComparison;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.Flights;
import dev.nightjar.proving.flights.PlainJson;
import dev.nightjar.proving.flights.PlainJson.Digits;
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
 * FINAL shows with a scan, the column that not every item fits, and the quarantine.
 */
final class MirrorAudit {

  private static final int EXAMPLES = 5;

  private final ServerPort server;
  private final FlightsProject project;
  private final Path folder;
  private final List<String> examples = new ArrayList<>();
  private final Misfits misfits = new Misfits();
  private long wrongWeights;

  /**
   * @param folder where temporary files may lie
   */
  MirrorAudit(ServerPort server, FlightsProject project, Path folder) {
    this.server = server;
    this.project = project;
    this.folder = folder;
  }

  /**
   * The outcome.
   *
   * @param quarantined rows of the quarantine
   * @param wrongQuarantine by how much they are more or fewer than the rows that do not fit
   * @param wrongWeights items whose column does not say what their attribute does
   * @param examples some of the differences in words
   */
  record Result(
      ChangeComparison.Result changes,
      TableComparison.Result table,
      long quarantined,
      long wrongQuarantine,
      long wrongWeights,
      List<String> examples) {

    boolean finalEqualsTable() {
      return table.equal() && wrongWeights == 0;
    }

    boolean good() {
      return changes.equal() && finalEqualsTable() && wrongQuarantine == 0;
    }

    /** Nothing lost, and FINAL right: all that is promised after a torn disk. */
    boolean goodButForDoubles() {
      return changes.equalButForDoubles() && finalEqualsTable() && wrongQuarantine == 0;
    }
  }

  /**
   * Compares; nobody may write meanwhile.
   *
   * @param comparison of the changes
   */
  Result compare(ChangeComparison comparison, FlightTable table) {
    final ChangeComparison.Result changes = changes(comparison);
    final TableComparison.Result items = items(table);
    final Misfits.Result quarantine = quarantine();
    quarantine.example().ifPresent(this::example);
    examples.addAll(changes.examples());
    examples.addAll(items.examples());
    return new Result(
        changes,
        items,
        quarantine.quarantined(),
        quarantine.wrong(),
        wrongWeights,
        List.copyOf(examples));
  }

  private ChangeComparison.Result changes(ChangeComparison comparison) {
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
                  // What is removed is not quarantined: its row only says that it is gone.
                  if (!row.event().equals("REMOVE") && !fits(row.record())) {
                    misfits.row(row.version().orElseThrow());
                  }
                }));
    return comparison.result();
  }

  private TableComparison.Result items(FlightTable table) {
    AtomicReference<TableComparison.Result> result = new AtomicReference<>();
    server.lines(
        "SELECT transaction_id, timestamp, _record, toString(weight) FROM "
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
    Object weight = weight(item.record());
    Object expected = weight instanceof Digits(String digits) && fits(item.record()) ? digits : "";
    Object shown = row.get(3) instanceof String text ? text : "";
    if (!expected.equals(shown)) {
      wrongWeights++;
      example(item.transactionId() + " has another weight than its column");
    }
    return item;
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

  private Misfits.Result quarantine() {
    server.lines(
        "SELECT toString(bitShiftRight(_version, "
            + Misfits.GENERATION_SHIFT
            + ")), toString(count()), toString(uniqExact(_version, change)) FROM "
            + project.datasource()
            + "_quarantine GROUP BY 1 FORMAT JSONCompactEachRow",
        lines ->
            lines
                .map(MirrorAudit::values)
                .forEach(
                    row -> misfits.quarantined(number(row, 0), number(row, 1), number(row, 2))));
    return misfits.result();
  }

  private static long number(List<?> row, int column) {
    return Long.parseLong((String) row.get(column));
  }

  /** Whether the item's weight is what the column takes, an {@code Int32}. */
  private static boolean fits(String record) {
    return weight(record) instanceof Digits(String digits)
        && new BigInteger(digits).bitLength() < Integer.SIZE;
  }

  private static Object weight(String record) {
    return PlainJson.parse(record) instanceof Map<?, ?> members
            && members.get(Flights.WEIGHT) != null
        ? members.get(Flights.WEIGHT)
        : "";
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
