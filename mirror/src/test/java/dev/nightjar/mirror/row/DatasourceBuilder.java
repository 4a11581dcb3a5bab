package dev.nightjar.mirror.row;

import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Engine;
import dev.nightjar.project.JsonPath;
import dev.nightjar.project.Position;
import dev.nightjar.project.Positions;
import dev.nightjar.project.Reading;
import dev.nightjar.project.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A data source as its parser would give it; line numbers are the columns' places. */
final class DatasourceBuilder {
  private final List<Column> columns = new ArrayList<>();
  private Engine engine = Engine.UNSTATED;

  static DatasourceBuilder datasource() {
    return new DatasourceBuilder();
  }

  DatasourceBuilder column(String name, String type, String path) {
    return column(name, type, path, null);
  }

  DatasourceBuilder column(String name, String type, String path, String defaultExpression) {
    JsonPath read = ((Reading.Read<JsonPath>) JsonPath.parse(path)).value();
    columns.add(
        new Column(
            name,
            type,
            Optional.of(read),
            Optional.ofNullable(defaultExpression),
            Optional.empty(),
            new Position("t.datasource", columns.size() + 2, 5)));
    return this;
  }

  DatasourceBuilder engine(UnaryOperator<EngineBuilder> change) {
    engine = change.apply(new EngineBuilder()).build();
    return this;
  }

  DatasourceFile build() {
    return new DatasourceFile(
        "t",
        new SourceFile("t.datasource", ""),
        Optional.empty(),
        columns,
        engine,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        List.of(),
        new Positions(new Position("t.datasource", 1, 1), Map.of()));
  }

  /** The ENGINE directives. */
  static final class EngineBuilder {
    private Optional<String> name = Optional.of("ReplacingMergeTree");
    private Optional<String> partitionKey = Optional.empty();
    private List<String> sortingKey = List.of();
    private Optional<String> ttl = Optional.empty();
    private Optional<String> ver = Optional.empty();
    private Optional<String> isDeleted = Optional.empty();
    private Map<String, String> settings = Map.of();

    EngineBuilder name(String text) {
      name = Optional.of(text);
      return this;
    }

    EngineBuilder partitionKey(String text) {
      partitionKey = Optional.of(text);
      return this;
    }

    EngineBuilder sortingKey(String... parts) {
      sortingKey = List.of(parts);
      return this;
    }

    EngineBuilder ttl(String text) {
      ttl = Optional.of(text);
      return this;
    }

    EngineBuilder ver(String text) {
      ver = Optional.of(text);
      return this;
    }

    EngineBuilder isDeleted(String text) {
      isDeleted = Optional.of(text);
      return this;
    }

    EngineBuilder setting(String key, String value) {
      settings = Map.of(key, value);
      return this;
    }

    Engine build() {
      return new Engine(
          name,
          partitionKey,
          sortingKey,
          Optional.empty(),
          Optional.empty(),
          ttl,
          ver,
          isDeleted,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          settings);
    }
  }
}
