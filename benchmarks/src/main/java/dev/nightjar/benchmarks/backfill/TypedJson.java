package dev.nightjar.benchmarks.backfill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/** DynamoDB's typed JSON as the SDK's attribute values. */
final class TypedJson {
  private TypedJson() {}

  static Map<String, AttributeValue> item(JsonNode object) {
    Map<String, AttributeValue> item = LinkedHashMap.newLinkedHashMap(object.size());
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      item.put(member.getKey(), value(member.getValue()));
    }
    return item;
  }

  private static AttributeValue value(JsonNode typed) {
    Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "S" -> AttributeValue.fromS(value.stringValue());
      case "N" -> AttributeValue.fromN(value.stringValue());
      case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(value.binaryValue()));
      case "BOOL" -> AttributeValue.fromBool(value.booleanValue());
      case "NULL" -> AttributeValue.fromNul(true);
      case "M" -> AttributeValue.fromM(item(value));
      case "L" -> {
        List<AttributeValue> elements = new ArrayList<>(value.size());
        for (JsonNode element : value) {
          elements.add(value(element));
        }
        yield AttributeValue.fromL(elements);
      }
      case "SS" -> AttributeValue.fromSs(texts(value));
      case "NS" -> AttributeValue.fromNs(texts(value));
      case "BS" -> {
        List<SdkBytes> members = new ArrayList<>(value.size());
        for (JsonNode member : value) {
          members.add(SdkBytes.fromByteArray(member.binaryValue()));
        }
        yield AttributeValue.fromBs(members);
      }
      default -> throw new IllegalArgumentException("a type that is none: " + only.getKey());
    };
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      texts.add(element.stringValue());
    }
    return texts;
  }
}
