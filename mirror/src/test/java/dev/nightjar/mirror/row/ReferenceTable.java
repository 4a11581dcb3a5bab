package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.Nullable;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.testing.ReferenceJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of changes by the rules of docs/datasources.md and docs/types.md, to be read rather than
 * to be fast.
 *
 * @param columns of the file; what it leaves out is added
 * @param keys the names of the table's key attributes
 * @param envelope whether the file is in the dialect whose paths read the change record
 */
record ReferenceTable(List<ReferenceColumn> columns, List<String> keys, boolean envelope) {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final List<String> IMAGES = List.of("Item", "Keys", "NewImage", "OldImage");

  /** The columns of a quarantine table, but for the time of their insertion. */
  static final List<ReferenceColumn> QUARANTINE =
      List.of(
          ReferenceColumn.of("c__error_column", "Array(String)"),
          ReferenceColumn.of("c__error", "Array(String)"),
          ReferenceColumn.of("_event_name", "LowCardinality(String)"),
          ReferenceColumn.of("_timestamp", "DateTime64(3)"),
          ReferenceColumn.of("_version", "UInt256"),
          ReferenceColumn.of("change", "String"));

  ReferenceTable {
    List<ReferenceColumn> all = new ArrayList<>(columns);
    for (ReferenceColumn system : ReferenceColumn.SYSTEM) {
      if (all.stream().noneMatch(column -> column.name().equals(system.name()))) {
        all.add(system);
      }
    }
    columns = all;
  }

  /** A column's value in the row of a change, or none because it does not fit. */
  private record Reading(Object value, Optional<Fit> misfit) {}

  /**
   * What becomes of a change.
   *
   * @param values of the columns, then the version; empty for one that is withheld
   * @param quarantine the quarantine's row, if there is one
   */
  record Row(Outcome outcome, List<Object> values, Optional<List<Object>> quarantine) {}

  /** The images of a change that can be read. */
  private record Images(
      Optional<JsonNode> item,
      Optional<JsonNode> keys,
      Optional<JsonNode> newImage,
      Optional<JsonNode> oldImage) {
    Optional<JsonNode> named(String name) {
      return switch (name) {
        case "Item" -> item;
        case "Keys" -> keys;
        case "NewImage" -> newImage;
        default -> oldImage;
      };
    }
  }

  Row row(ReferenceChange change) {
    List<Object> names = new ArrayList<>();
    List<Object> reasons = new ArrayList<>();
    Optional<JsonNode> newImage = change.newImage().flatMap(ReferenceTable::item);
    Optional<JsonNode> oldImage = change.oldImage().flatMap(ReferenceTable::item);
    boolean deleted = change.event() == EventName.REMOVE;
    if (!deleted && newImage.isEmpty()) {
      names.add("_record");
      reasons.add(Fit.NO_ITEM.reason());
    }
    if (change.oldImage().isPresent() && oldImage.isEmpty()) {
      names.add("_old_record");
      reasons.add(Fit.NO_ITEM.reason());
    }
    boolean imageLeftOut = !names.isEmpty();
    // Behind a key that does not fit, nothing is looked at.
    boolean oldImageSeen = deleted;
    Optional<JsonNode> keyImage = change.keys().flatMap(ReferenceTable::item).or(() -> newImage);
    Optional<JsonNode> after = deleted ? Optional.empty() : newImage.or(() -> keyImage);
    Images images =
        new Images(after.or(() -> oldImage).or(() -> keyImage), keyImage, after, oldImage);

    List<Object> values = new ArrayList<>();
    boolean withheld = false;
    for (ReferenceColumn column : columns) {
      Reading reading = read(column, change, images);
      oldImageSeen |= readsTheRecord(column) && column.path().getFirst().equals("OldImage");
      values.add(reading.value());
      if (reading.misfit().isPresent()) {
        names.add(column.name());
        reasons.add(reading.misfit().get().reason());
        if (column.key()) {
          withheld = true;
          break;
        }
      }
    }
    if (withheld && !oldImageSeen && names.contains("_old_record")) {
      reasons.remove(names.indexOf("_old_record"));
      names.remove("_old_record");
    }
    values.add(change.version());
    boolean whole = names.isEmpty() || (deleted && !withheld && !imageLeftOut);
    Optional<List<Object>> quarantine =
        whole ? Optional.empty() : Optional.of(quarantined(change, names, reasons));
    if (withheld) {
      return new Row(Outcome.WITHHELD, List.of(), quarantine);
    }
    return new Row(whole ? Outcome.ROW : Outcome.ROW_WITH_MISFITS, values, quarantine);
  }

  private static Optional<JsonNode> item(String typed) {
    JsonNode item = MAPPER.readTree(typed);
    try {
      ReferenceJson.members(item);
      return Optional.of(item);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<Object> quarantined(
      ReferenceChange change, List<Object> names, List<Object> reasons) {
    return List.of(
        names,
        reasons,
        change.event().name(),
        Instant.ofEpochMilli(change.time().orElse(0L)),
        change.version(),
        change.quarantined());
  }

  private Reading read(ReferenceColumn column, ReferenceChange change, Images images) {
    try {
      Optional<JsonNode> attribute = attribute(column, change, images);
      if (column.key()) {
        return new Reading(key(attribute, column), Optional.empty());
      }
      Object value =
          attribute.isPresent()
              ? ReferenceValue.of(attribute.get(), column.type())
              : absent(column);
      return new Reading(value, Optional.empty());
    } catch (ReferenceValue.Misfit misfit) {
      return new Reading(column.key() ? null : absent(column), Optional.of(misfit.fit));
    }
  }

  private static Object key(Optional<JsonNode> attribute, ReferenceColumn column) {
    JsonNode present = attribute.orElseThrow(() -> new ReferenceValue.Misfit(Fit.MISSING));
    String text = present.get(ReferenceJson.type(present).name()).asString();
    if (text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
      throw new ReferenceValue.Misfit(Fit.NOT_UTF8);
    }
    return ReferenceValue.ofKey(present, column.type());
  }

  /** In a block, NULL stands for a DEFAULT that ClickHouse fills in. */
  private static Object absent(ReferenceColumn column) {
    if (column.defaultValue().isEmpty()) {
      return ReferenceValue.absent(column.type());
    }
    return isFilledIn(column) ? null : column.defaultValue().get().value(column.type());
  }

  private static boolean isFilledIn(ReferenceColumn column) {
    boolean written =
        switch (column.type().bare()) {
          case Array _, MapType _, Tuple _, Json _ -> true;
          default -> column.type().nullable();
        };
    return column.defaultValue().isPresent() && !column.key() && !written;
  }

  /** The typed attribute that a column's path reads; NULL counts as none. */
  private Optional<JsonNode> attribute(
      ReferenceColumn column, ReferenceChange change, Images images) {
    List<String> path = column.path();
    String first = path.isEmpty() ? "Item" : path.getFirst();
    if (path.isEmpty() || (readsTheRecord(column) && IMAGES.contains(first))) {
      List<String> rest = path.isEmpty() ? path : path.subList(1, path.size());
      if (first.equals("Keys")) {
        return inside(images.keys().map(this::onlyKeys), rest);
      }
      return inside(images.named(first), rest);
    }
    Optional<Optional<JsonNode>> field =
        readsTheRecord(column) && path.size() == 1 ? field(first, change) : Optional.empty();
    return field.orElseGet(() -> inside(images.item(), path));
  }

  private boolean readsTheRecord(ReferenceColumn column) {
    boolean dialect = envelope || ReferenceColumn.SYSTEM.contains(column);
    return dialect && !column.path().isEmpty();
  }

  private JsonNode onlyKeys(JsonNode item) {
    ObjectNode only = JsonNodeFactory.instance.objectNode();
    for (String key : keys) {
      if (item.has(key) && ReferenceJson.type(item.get(key)) != AttributeType.NULL) {
        only.set(key, item.get(key));
      }
    }
    return only;
  }

  private static Optional<JsonNode> inside(Optional<JsonNode> members, List<String> path) {
    Optional<JsonNode> found =
        members.map(item -> JsonNodeFactory.instance.objectNode().set("M", item));
    for (String name : path) {
      found =
          found
              .filter(attribute -> ReferenceJson.type(attribute) == AttributeType.M)
              .map(attribute -> attribute.get("M").get(name));
    }
    return found.filter(attribute -> ReferenceJson.type(attribute) != AttributeType.NULL);
  }

  /** What the change record itself says; empty for another name. */
  private static Optional<Optional<JsonNode>> field(String name, ReferenceChange change) {
    return switch (name) {
      case "eventName" -> Optional.of(typed("S", change.event().name()));
      case "_is_deleted" -> Optional.of(typed("N", change.event() == EventName.REMOVE ? "1" : "0"));
      case "eventID" -> Optional.of(change.eventId().flatMap(id -> typed("S", id)));
      case "SequenceNumber" ->
          Optional.of(
              change.isExport() ? Optional.empty() : typed("N", change.sequence().toString()));
      case "ApproximateCreationDateTime" ->
          Optional.of(change.time().flatMap(millis -> typed("N", ReferenceChange.seconds(millis))));
      case "userIdentity" ->
          Optional.of(change.userIdentity().flatMap(identity -> typed("S", identity)));
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> typed(String type, String text) {
    return Optional.of(JsonNodeFactory.instance.objectNode().put(type, text));
  }

  /** The block of rows. */
  List<ReferenceNative.Values> block(List<List<Object>> rows) {
    List<ReferenceNative.Values> block = new ArrayList<>();
    for (int i = 0; i <= columns.size(); i++) {
      List<Object> values = new ArrayList<>();
      for (List<Object> row : rows) {
        values.add(row.get(i));
      }
      block.add(
          i < columns.size()
              ? new ReferenceNative.Values(columns.get(i).name(), blockType(columns.get(i)), values)
              : new ReferenceNative.Values("_version", ClickHouseType.parse("UInt256"), values));
    }
    return block;
  }

  private static ClickHouseType blockType(ReferenceColumn column) {
    return isFilledIn(column) ? new Nullable(column.type().bare()) : column.type();
  }

  /** The block of the quarantine's rows. */
  static List<ReferenceNative.Values> quarantineBlock(List<List<Object>> rows) {
    return IntStream.range(0, QUARANTINE.size())
        .mapToObj(place -> {
          ReferenceColumn column = QUARANTINE.get(place);
          return new ReferenceNative.Values(
              column.name(), column.type(), rows.stream().map(row -> row.get(place)).toList());
        })
        .toList();
  }
}
