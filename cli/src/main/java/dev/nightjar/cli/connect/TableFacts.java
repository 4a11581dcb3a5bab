package dev.nightjar.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What a server says of a table that can be mirrored.
 *
 * @param streamViewType what its stream's records carry: {@code NEW_IMAGE} or {@code
 *     NEW_AND_OLD_IMAGES}
 * @param sizeBytes AWS's count of bytes, up to six hours old
 * @param writeCapacityUnits 0 for an on-demand table
 * @param messages the server's remarks
 * @param keys the partition key, then the sort key if there is one
 */
public record TableFacts(
    String streamViewType,
    long sizeBytes,
    long writeCapacityUnits,
    List<String> messages,
    List<KeyAttribute> keys) {

  public TableFacts {
    messages = List.copyOf(messages);
    keys = List.copyOf(keys);
  }

  /** Whether records carry the old image too. */
  boolean hasOldImages() {
    return streamViewType.equals("NEW_AND_OLD_IMAGES");
  }

  /** Reads the answer to {@code POST /v1/integrations/dynamodb/validate}. */
  static TableFacts of(JsonNode answer) {
    List<String> messages = new ArrayList<>();
    answer.path("messages").forEach(message -> messages.add(message.asString("")));
    List<KeyAttribute> keys = new ArrayList<>();
    for (String role : List.of("HASH", "RANGE")) {
      for (JsonNode key : answer.path("key_schema")) {
        if (key.path("key_type").asString("").toUpperCase(Locale.ROOT).equals(role)) {
          String name = key.path("attribute_name").asString("");
          keys.add(new KeyAttribute(name, role.equals("RANGE"), type(answer, name)));
        }
      }
    }
    return new TableFacts(
        answer.path("stream_view_type").asString(""),
        answer.path("table_size_bytes").asLong(0),
        answer.path("table_write_capacity_units").asLong(0),
        messages,
        keys);
  }

  private static KeyAttribute.Type type(JsonNode answer, String name) {
    for (JsonNode definition : answer.path("attribute_definitions")) {
      if (definition.path("name").asString("").equals(name)) {
        return KeyAttribute.Type.valueOf(definition.path("type").asString(""));
      }
    }
    throw new IllegalStateException("the server names no type of the key attribute " + name);
  }
}
