package dev.nightjar.server.intake;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.nightjar.server.http.HttpProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Reads CSV in UTF-8, with a header or without. A first line that has more names of columns than
 * other words is a header: fields go to columns by its names. Without one they go by their order.
 */
final class CsvRows {
  private static final int LONGEST_RECORD = 16 << 20;
  private static final int LOOKED_AT = 1 << 16;
  private static final String NULL = "\\N";

  private final StagedRows rows;
  private final RowShape shape;
  private final CsvDialect dialect;

  /** Where each field goes; -1 where no column has its name. */
  private int[] places;

  /** Where the last record that was read begins. */
  private long line = 1;

  CsvRows(StagedRows rows, CsvDialect dialect) {
    this.rows = rows;
    this.shape = rows.shape();
    this.dialect = dialect;
  }

  private record Field(String text, boolean quoted) {}

  /**
   * One record.
   *
   * @param fields the first of its fields, as many as are looked at
   * @param count how many it has
   * @param rest the other fields as text, as far as a row that cannot be read is kept
   */
  private record CsvLine(long number, List<Field> fields, int count, String rest) {}

  /**
   * Reads to the end.
   *
   * @throws HttpProblem 400 when it is no text in UTF-8, or a record is too long
   */
  void read(InputStream in) throws IOException {
    try {
      parse(text(in));
    } catch (UncheckedIOException e) {
      throw broken(e.getCause());
    } catch (IOException e) {
      throw broken(e);
    } catch (CsvParseException e) {
      throw HttpProblem.badRequest(
          "The CSV cannot be read beyond line "
              + line
              + ": a field or a record is longer than "
              + (LONGEST_RECORD >> 20)
              + " MB, or a quote is not closed.");
    }
  }

  private void parse(Reader text) throws IOException {
    char delimiter = dialect.delimiter().isPresent() ? dialect.delimiter().get() : looked(text);
    Reader plain =
        dialect.escape().isPresent()
            ? new EscapedReader(text, dialect.quote(), dialect.escape().get())
            : text;
    try (CsvReader<CsvLine> csv =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .quoteCharacter(dialect.quote())
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowExtraCharsAfterClosingQuote(true)
            .maxBufferSize(LONGEST_RECORD)
            .build(new Lines(delimiter), plain)) {
      for (CsvLine record : csv) {
        line = record.number();
        if (places == null && isHeader(record)) {
          places = header(record);
        } else {
          add(record, delimiter);
        }
      }
    }
  }

  private IOException broken(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException) {
        throw HttpProblem.badRequest(
            "The CSV is not UTF-8 text: a byte behind line "
                + line
                + " is none of UTF-8's. Convert the file first.");
      }
    }
    return e;
  }

  private static Reader text(InputStream in) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            LOOKED_AT);
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    return reader;
  }

  /** The delimiter that the first line has most of; a comma where it has none. */
  private char looked(Reader text) throws IOException {
    text.mark(LOOKED_AT);
    int[] counts = new int[4];
    String candidates = ",;\t|";
    boolean quoted = false;
    for (int i = 0; i < LOOKED_AT - 1; i++) {
      int c = text.read();
      if (c < 0 || (!quoted && (c == '\n' || c == '\r'))) {
        break;
      }
      if (c == dialect.quote()) {
        quoted = !quoted;
      } else if (!quoted && candidates.indexOf(c) >= 0) {
        counts[candidates.indexOf(c)]++;
      }
    }
    text.reset();
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[best]) {
        best = i;
      }
    }
    return candidates.charAt(best);
  }

  private boolean isHeader(CsvLine line) {
    Map<String, Integer> columns = shape.places();
    long names =
        line.fields().stream()
            .map(Field::text)
            .map(String::strip)
            .filter(columns::containsKey)
            .distinct()
            .count();
    boolean header = names * 2 > line.count();
    if (!header) {
      places = new int[shape.size()];
      Arrays.setAll(places, i -> i);
    }
    return header;
  }

  private int[] header(CsvLine line) {
    Map<String, Integer> columns = shape.places();
    int[] header = new int[line.count()];
    HashSet<Integer> taken = new HashSet<>();
    for (int i = 0; i < header.length; i++) {
      header[i] = columns.getOrDefault(line.fields().get(i).text().strip(), -1);
      if (header[i] >= 0 && !taken.add(header[i])) {
        throw HttpProblem.badRequest(
            "The CSV's header names the column '"
                + shape.columns().get(header[i]).name()
                + "' twice.");
      }
    }
    return header;
  }

  private void add(CsvLine line, char delimiter) throws IOException {
    List<Field> fields = line.fields();
    if (line.count() != places.length) {
      byte[] raw = (joined(fields, delimiter) + line.rest()).getBytes(StandardCharsets.UTF_8);
      rows.addUnreadable(
          raw,
          0,
          raw.length,
          "line "
              + line.number()
              + " has "
              + line.count()
              + " fields, not the "
              + places.length
              + " that were expected");
      return;
    }
    String[] texts = new String[shape.size()];
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0) {
        texts[places[i]] = text(fields.get(i), shape.columns().get(places[i]));
      }
    }
    rows.add(texts);
  }

  /** An empty field is an empty text only where the column can be nothing else. */
  private static String text(Field field, IntakeColumn column) {
    if (!field.quoted()) {
      boolean blank = field.text().isEmpty();
      if (field.text().equals(NULL) || (blank && (column.optional() || !column.isText()))) {
        return null;
      }
    }
    return column.isComposite() ? LooseJson.normalizedOr(field.text()) : field.text();
  }

  private String joined(List<Field> fields, char delimiter) {
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      if (!text.isEmpty()) {
        text.append(delimiter);
      }
      if (text.length() > StagedRows.LONGEST_RAW) {
        break;
      }
      append(text, field);
    }
    return text.toString();
  }

  private void append(StringBuilder text, Field field) {
    String quote = String.valueOf(dialect.quote());
    text.append(
        field.quoted() ? quote + field.text().replace(quote, quote + quote) + quote : field.text());
  }

  /** A header has fewer names than twice the columns; a row has a field for each of its names. */
  private int mostFields() {
    return places == null ? 2 * shape.size() : places.length;
  }

  /** Collects the fields of a line: no more than can have a column, and no more than 16 MB. */
  private final class Lines extends AbstractBaseCsvCallbackHandler<CsvLine> {
    private final char delimiter;
    private List<Field> fields = new ArrayList<>();
    private StringBuilder rest = new StringBuilder();
    private long length;

    Lines(char delimiter) {
      this.delimiter = delimiter;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields = new ArrayList<>(fields.size());
      rest = new StringBuilder();
      length = 0;
    }

    @Override
    protected void handleField(int fieldIdx, char[] buf, int offset, int len, boolean quoted) {
      length += len + 1L;
      if (length > LONGEST_RECORD) {
        throw new CsvParseException("longer than a record may be");
      }
      if (fieldIdx < mostFields()) {
        fields.add(new Field(new String(buf, offset, len), quoted));
      } else if (rest.length() < StagedRows.LONGEST_RAW) {
        rest.append(delimiter);
        append(rest, new Field(new String(buf, offset, len), quoted));
      }
    }

    @Override
    protected CsvLine buildRecord() {
      return new CsvLine(getStartingLineNumber(), fields, getFieldCount(), rest.toString());
    }
  }
}
