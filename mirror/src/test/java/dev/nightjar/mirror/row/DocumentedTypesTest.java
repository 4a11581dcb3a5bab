package dev.nightjar.mirror.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/types.md} names no type that is refused, and refuses none that is taken. */
class DocumentedTypesTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final List<String> page;

  DocumentedTypesTest() throws IOException {
    page = Files.readAllLines(Path.of(System.getProperty("nightjar.home"), "docs", "types.md"));
  }

  @Test
  void everyTypeOfTheFirstTableCanBeMapped() {
    List<String> types = cells("## What a column can be", 0);

    assertThat(types).hasSizeGreaterThan(30);
    for (String type : types) {
      ClickHouseType parsed = ClickHouseType.parse(type);
      assertThat(MappedTypes.refusal(parsed)).as(type).isEmpty();
      assertThat(BlockBuilder.writes(parsed)).as(type).isTrue();
    }
  }

  @Test
  void whatIsSaidNotToBeMappedIsRefused() {
    String line = page.stream().filter(l -> l.startsWith("Not mapped:")).findFirst().orElseThrow();
    List<String> types = codes(line);

    assertThat(types).hasSize(5);
    for (String type : types) {
      assertThat(MappedTypes.refusal(ClickHouseType.parse(type))).as(type).isPresent();
    }
  }

  @Test
  void everyKeyColumnOfTheTableHoldsItsAttributes() {
    int checked = 0;
    for (String row : rows("## Keys")) {
      String[] cells = row.split("\\|", -1);
      for (String attribute : cells[1].strip().split(", ")) {
        for (String type : codes(cells[2])) {
          assertThat(KeyTypes.holds(ClickHouseType.parse(type), ScalarType.valueOf(attribute)))
              .as("%s in %s", attribute, type)
              .isTrue();
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(12);
  }

  private List<String> cells(String heading, int column) {
    List<String> codes = new ArrayList<>();
    for (String row : rows(heading)) {
      codes.addAll(codes(row.split("\\|", -1)[column + 1]));
    }
    return codes;
  }

  /** The rows of the table below a heading, without its head. */
  private List<String> rows(String heading) {
    return page.stream()
        .dropWhile(line -> !line.equals(heading))
        .dropWhile(line -> !line.startsWith("|---"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  private static List<String> codes(String text) {
    Matcher matcher = CODE.matcher(text);
    return matcher.results().map(found -> found.group(1)).toList();
  }
}
