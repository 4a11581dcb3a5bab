package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.item.AttributePath;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.JsonStrings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * What a change record says of itself, made an item with one attribute, for columns of other types
 * than the system columns have. For one thread at a time.
 */
final class FieldValue {
  static final AttributePath PATH = AttributePath.of("v");

  private final ColumnSource source;
  private final ByteOutput json = new ByteOutput(128);
  private final AttributeReader reader = new AttributeReader();

  FieldValue(ColumnSource source) {
    this.source = source;
  }

  /** An item whose attribute {@code v} is the value; without it where there is none. */
  AttributeReader read(ChangeView view) {
    json.clear();
    append("{");
    Change change = view.change();
    switch (source) {
      case ColumnSource.UserIdentity _ -> {
        if (change.userIdentityStart() >= 0) {
          byte[] text = change.buffer();
          append("\"v\":{\"S\":");
          JsonStrings.appendQuoted(
              text, change.userIdentityStart(), change.userIdentityEnd(), json);
          append("}");
        }
      }
      case ColumnSource.Field field -> appendField(field, view, change);
      default -> throw new IllegalStateException("no field of a change record: " + source);
    }
    append("}");
    reader.read(json.array(), 0, json.length());
    return reader;
  }

  private void appendField(ColumnSource.Field field, ChangeView view, Change change) {
    switch (field) {
      case EVENT_NAME -> append("\"v\":{\"S\":\"" + change.eventName() + "\"}");
      case IS_DELETED -> append("\"v\":{\"N\":\"" + (view.isRemove() ? 1 : 0) + "\"}");
      case EVENT_ID -> appendRange("S", change, change.eventIdStart(), change.eventIdEnd());
      case SEQUENCE_NUMBER ->
          appendRange("N", change, change.sequenceNumberStart(), change.sequenceNumberEnd());
      case APPROXIMATE_CREATION_DATE_TIME -> {
        if (change.approximateCreationTime() != Change.NO_TIME) {
          BigDecimal seconds =
              BigDecimal.valueOf(change.approximateCreationTime(), 3).stripTrailingZeros();
          append("\"v\":{\"N\":\"" + seconds.toPlainString() + "\"}");
        }
      }
      case VERSION -> throw new IllegalStateException("the version has a step of its own");
    }
  }

  private void appendRange(String type, Change change, int start, int end) {
    if (start >= 0) {
      append("\"v\":{\"" + type + "\":\"");
      json.append(change.buffer(), start, end);
      append("\"}");
    }
  }

  private void append(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    json.append(bytes, 0, bytes.length);
  }
}
