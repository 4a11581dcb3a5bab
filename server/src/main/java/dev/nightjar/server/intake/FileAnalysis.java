package dev.nightjar.server.intake;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.nightjar.server.http.HttpProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the beginning of a file tells of its columns: lines of JSON, a JSON array or object, or CSV
 * with or without a header. The last record may be cut off.
 */
public final class FileAnalysis {
  /** A file's first bytes; clients send no more than 1 MiB. */
  public static final int MOST_BYTES = 4 << 20;

  private static final int MOST_COLUMNS = 1_000;
  private static final int DEEPEST = 8;
  private static final int SHOWN = 10;
  private static final Pattern EXACT =
      Pattern.compile("(?:Array\\()?(?:Nullable\\()?(Decimal\\(\\d+, \\d+\\)|UInt64)\\)*");
  private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);

  private final Map<String, Seen> columns = new LinkedHashMap<>();
  private final List<Map<String, Object>> preview = new ArrayList<>();
  private final Map<String, String> stated;
  private int records;

  private FileAnalysis(Map<String, String> stated) {
    this.stated = stated;
  }

  /**
   * One column.
   *
   * @param path where JSON has it, {@code $.a.b} or {@code $.a[:]}; empty in a CSV
   * @param name made of the path: letters, digits and underscores
   * @param type as it is written in a schema
   * @param presence the share of records that have it, 0 to 1
   */
  public record Column(String path, String name, String type, double presence) {
    /** As it is written in a schema. */
    String sql() {
      return "`" + name + "` " + type + (path.isEmpty() ? "" : " `json:" + path + "`");
    }
  }

  private static final class Seen {
    private GuessedType type;
    private int values;

    void add(GuessedType next) {
      widen(next);
      values++;
    }

    void widen(GuessedType next) {
      type = type == null ? next : type.and(next);
    }
  }

  /**
   * Looks at the beginning of a file.
   *
   * @throws HttpProblem 400 when it is empty, or of no format that can be analyzed
   */
  static FileAnalysis of(FileHead head) {
    String text = new String(head.text(), StandardCharsets.UTF_8);
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    if (text.indexOf('\0') >= 0) {
      throw refused("no text");
    }
    FileAnalysis analysis = new FileAnalysis(head.types());
    String begin = text.stripLeading();
    if (begin.isEmpty()) {
      throw refused("empty");
    }
    if (begin.startsWith("{") || begin.startsWith("[")) {
      analysis.json(text);
    } else {
      analysis.csv(text);
    }
    if (analysis.records == 0 || analysis.columns.isEmpty()) {
      throw refused("without a whole record in what was sent of it");
    }
    return analysis;
  }

  private static HttpProblem refused(String why) {
    return HttpProblem.badRequest(
        "The file cannot be analyzed, it is "
            + why
            + ". Lines of JSON, CSV in UTF-8 and Parquet can be; or write the schema by hand.");
  }

  /** Its columns, in the order in which the file has them. */
  public List<Column> columns() {
    Map<String, Integer> taken = new LinkedHashMap<>();
    return columns.entrySet().stream()
        .map(entry -> {
          Seen seen = entry.getValue();
          double presence = (double) seen.values / records;
          return new Column(
              entry.getKey().startsWith("$") ? entry.getKey() : "",
              unique(entry.getKey(), taken),
              type(entry.getKey(), seen, presence < 1),
              presence);
        })
        .toList();
  }

  private String type(String path, Seen seen, boolean optional) {
    GuessedType guessed = seen.type == null ? GuessedType.TEXT : seen.type;
    String type =
        Optional.ofNullable(stated.get(path.replaceFirst("^\\$\\.", "").replace("[:]", "")))
            .flatMap(FileAnalysis::exact)
            .orElseGet(guessed::clickHouse);
    if (path.endsWith("[:]")) {
      return "Array(" + type + ")";
    }
    return optional ? "Nullable(" + type + ")" : type;
  }

  /** The numbers of a stated type, or of its elements, that no guess has room for. */
  private static Optional<String> exact(String type) {
    Matcher matcher = EXACT.matcher(type);
    // clients take a comma and a space for the end of a column
    return matcher.matches() ? Optional.of(matcher.group(1).replace(" ", "")) : Optional.empty();
  }

  private static String unique(String path, Map<String, Integer> taken) {
    String name =
        path.replaceFirst("^\\$\\.", "").replace("[:]", "").replaceAll("[^A-Za-z0-9_]", "_");
    if (!name.matches("[A-Za-z_].*")) {
      name = "c_" + name;
    }
    int number = taken.merge(name, 1, Integer::sum);
    return number == 1 ? name : unique(name + "_" + number, taken);
  }

  /** The columns as a schema has them, behind each other with a comma and a space. */
  public String schema() {
    return columns().stream().map(Column::sql).collect(Collectors.joining(", "));
  }

  /** Its first records. */
  public List<Map<String, Object>> preview() {
    return List.copyOf(preview);
  }

  private void json(String text) {
    try (MappingIterator<JsonNode> roots = JSON.readValues(text)) {
      while (roots.hasNextValue()) {
        JsonNode root = roots.nextValue();
        if (root.isArray()) {
          root.forEach(this::record);
        } else {
          record(root);
        }
      }
    } catch (JacksonException e) {
      // the last record may be cut off
      if (records == 0) {
        throw HttpProblem.badRequest(
            "The file cannot be analyzed: its first record is no JSON (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ").");
      }
    }
  }

  private void record(JsonNode node) {
    if (!node.isObject()) {
      throw refused("JSON, but its records are no objects");
    }
    records++;
    Map<String, Object> shown = new LinkedHashMap<>();
    node.propertyStream()
        .forEach(field -> {
          value("$." + field.getKey(), field.getKey(), field.getValue(), 1);
          shown.put(field.getKey(), field.getValue());
        });
    show(shown);
  }

  private void value(String path, String key, JsonNode value, int depth) {
    // a path has dots and brackets of its own
    if (!key.matches("[^.\\[\\]`\\s\"',]+")) {
      return;
    }
    if (value.isObject() && !value.isEmpty() && depth < DEEPEST) {
      value
          .propertyStream()
          .forEach(field ->
              value(path + "." + field.getKey(), field.getKey(), field.getValue(), depth + 1));
    } else if (value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode)) {
      Seen seen = seen(path + "[:]");
      value.forEach(element -> seen.widen(type(element)));
      seen.values++;
    } else if (!value.isNull()) {
      seen(path).add(type(value));
    } else {
      seen(path);
    }
  }

  private static GuessedType type(JsonNode value) {
    if (value.isBoolean()) {
      return GuessedType.BOOL;
    }
    if (value.isNumber()) {
      return GuessedType.ofNumber(value.asString());
    }
    return value.isString() ? GuessedType.ofText(value.asString()) : GuessedType.TEXT;
  }

  private Seen seen(String path) {
    if (columns.size() == MOST_COLUMNS && !columns.containsKey(path)) {
      throw refused("too wide: it has more than " + MOST_COLUMNS + " columns");
    }
    return columns.computeIfAbsent(path, _ -> new Seen());
  }

  private void csv(String text) {
    int end = text.lastIndexOf('\n');
    // what is behind the last line break may be cut off
    String whole = end > 0 && text.indexOf('\n') < end ? text.substring(0, end) : text;
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .fieldSeparator(delimiter(whole))
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(whole)) {
      Iterator<CsvRecord> lines = csv.iterator();
      List<String> names = List.of();
      while (lines.hasNext()) {
        List<String> fields = lines.next().getFields();
        if (names.isEmpty()) {
          names = names(fields);
          if (names.equals(fields)) {
            names.forEach(this::seen);
            continue;
          }
        }
        line(names, fields);
      }
    } catch (CsvParseException e) {
      throw refused("no CSV: a quote is not closed, or a field is too long");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line itself, where it is a header: distinct words, no values. */
  private static List<String> names(List<String> first) {
    boolean header =
        first.stream().distinct().count() == first.size()
            && first.stream().allMatch(field -> field.matches("[\\p{L}_$][^\\n]{0,200}"));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      names.add(header ? first.get(i) : "column_" + (i + 1));
    }
    return names;
  }

  private void line(List<String> names, List<String> fields) {
    records++;
    Map<String, Object> shown = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String field = i < fields.size() ? fields.get(i) : "";
      Seen seen = seen(names.get(i));
      if (!field.isEmpty() && !field.equals("\\N")) {
        seen.add(GuessedType.ofField(field));
      }
      shown.put(names.get(i), field);
    }
    show(shown);
  }

  private void show(Map<String, Object> record) {
    if (preview.size() < SHOWN) {
      preview.add(record);
    }
  }

  private static char delimiter(String text) {
    String line = text.lines().findFirst().orElse("");
    char best = ',';
    for (char candidate : new char[] {';', '\t', '|'}) {
      if (count(line, candidate) > count(line, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String line, char wanted) {
    return line.chars().filter(c -> c == wanted).count();
  }
}
