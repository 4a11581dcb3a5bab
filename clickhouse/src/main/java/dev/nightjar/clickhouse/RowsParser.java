package dev.nightjar.clickhouse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ClickHouse's TabSeparatedWithNames: backslash escapes, {@code \N} is NULL. */
final class RowsParser {
  private final byte[] in;
  private int at;

  private RowsParser(byte[] in) {
    this.in = in;
  }

  static Rows parse(byte[] bytes) {
    if (bytes.length == 0) {
      return new Rows(List.of(), List.of());
    }
    RowsParser parser = new RowsParser(bytes);
    List<String> columns = parser.line().stream().map(name -> name.orElse("")).toList();
    List<Row> rows = new ArrayList<>();
    while (parser.at < bytes.length) {
      List<Optional<String>> values = parser.line();
      if (values.size() != columns.size()) {
        throw new IllegalArgumentException(
            "row "
                + (rows.size() + 1)
                + " has "
                + values.size()
                + " values, not "
                + columns.size());
      }
      rows.add(new Row(columns, values));
    }
    return new Rows(columns, List.copyOf(rows));
  }

  private List<Optional<String>> line() {
    List<Optional<String>> fields = new ArrayList<>();
    boolean more = true;
    while (more) {
      fields.add(field());
      more = at < in.length && in[at] == '\t';
      at++;
    }
    return List.copyOf(fields);
  }

  private Optional<String> field() {
    int start = at;
    boolean escaped = false;
    while (at < in.length && in[at] != '\t' && in[at] != '\n') {
      if (in[at] == '\\') {
        escaped = true;
        at++;
      }
      at++;
    }
    if (!escaped) {
      return Optional.of(new String(in, start, at - start, StandardCharsets.UTF_8));
    }
    if (at - start == 2 && in[start + 1] == 'N') {
      return Optional.empty();
    }
    return Optional.of(unescaped(start, at));
  }

  private String unescaped(int start, int end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
    for (int i = start; i < end; i++) {
      byte b = in[i];
      if (b == '\\') {
        i++;
        b = in[i];
        b =
            switch (b) {
              case 't' -> (byte) '\t';
              case 'n' -> (byte) '\n';
              case 'r' -> (byte) '\r';
              case 'b' -> (byte) '\b';
              case 'f' -> (byte) '\f';
              case '0' -> (byte) 0;
              default -> b;
            };
      }
      out.write(b);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
