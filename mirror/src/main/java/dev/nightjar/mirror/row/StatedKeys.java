package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table's key attributes as far as a file tells. */
final class StatedKeys {
  private StatedKeys() {}

  /**
   * Those that the columns of its sorting key are mapped to; empty where it states none. Their
   * types are guesses.
   */
  static Optional<List<KeyAttribute>> of(DatasourceFile file) {
    List<KeyAttribute> keys = new ArrayList<>();
    for (String part : file.engine().sortingKey()) {
      Optional<Column> column = file.column(part);
      Optional<String> attribute =
          column
              .flatMap(Column::jsonPath)
              .filter(path -> !path.segments().isEmpty())
              .map(path -> path.segments().getLast());
      if (attribute.isEmpty()) {
        return Optional.empty();
      }
      keys.add(
          new KeyAttribute(
              attribute.get(),
              keys.isEmpty() ? KeyAttribute.Role.HASH : KeyAttribute.Role.RANGE,
              KeyTypes.guess(column.orElseThrow().type())));
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
  }
}
