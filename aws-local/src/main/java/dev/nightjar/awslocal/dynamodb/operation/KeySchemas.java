package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.key.KeyAttribute;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/** KeySchema and AttributeDefinitions in requests and answers. */
final class KeySchemas {

  /** "Partition key and sort key names: at least one character, at most 255" (quotas). */
  private static final int MAX_NAME = 255;

  private KeySchemas() {}

  private enum KeyType {
    HASH,
    RANGE
  }

  private enum ScalarType {
    B,
    N,
    S
  }

  private record Element(String name, KeyType type) {}

  static Map<String, AttributeType> readDefinitions(Input input) {
    Map<String, AttributeType> types = new LinkedHashMap<>();
    for (Input definition :
        input
            .objects("AttributeDefinitions")
            .orElseThrow(() -> input.absent("AttributeDefinitions"))) {
      String name = name(definition);
      ScalarType type =
          definition
              .oneOf("AttributeType", ScalarType.class)
              .orElseThrow(() -> definition.absent("AttributeType"));
      if (types.put(name, AttributeType.valueOf(type.name())) != null) {
        throw AwsError.validation(
            "Cannot have two attributes with the same name: Duplicate AttributeName in"
                + " AttributeDefinitions: "
                + name);
      }
    }
    return types;
  }

  /** The KeySchema of a table or of an index. */
  static KeySchema read(Input input, Map<String, AttributeType> types) {
    List<Element> elements =
        input.objects("KeySchema").orElseThrow(() -> input.absent("KeySchema")).stream()
            .map(KeySchemas::element)
            .toList();
    if (elements.isEmpty()) {
      throw input.refused("KeySchema", "[]", "Member must have length greater than or equal to 1");
    }
    if (elements.size() > 2) {
      throw input.refused(
          "KeySchema", elements.toString(), "Member must have length less than or equal to 2");
    }
    List<String> names = elements.stream().map(Element::name).toList();
    if (!types.keySet().containsAll(names)) {
      throw invalid(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: "
              + names
              + ", AttributeDefinitions: "
              + types.keySet());
    }
    if (names.size() == 2 && names.getFirst().equals(names.getLast())) {
      throw AwsError.validation(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
    requireType(elements.getFirst(), KeyType.HASH, "first");
    KeyAttribute partition = new KeyAttribute(names.getFirst(), types.get(names.getFirst()));
    if (names.size() == 1) {
      return new KeySchema(partition, Optional.empty());
    }
    requireType(elements.getLast(), KeyType.RANGE, "second");
    return new KeySchema(
        partition, Optional.of(new KeyAttribute(names.getLast(), types.get(names.getLast()))));
  }

  static void write(KeySchema keys, ArrayNode to) {
    to.addObject()
        .put("AttributeName", keys.partition().name())
        .put("KeyType", KeyType.HASH.name());
    keys.sort()
        .ifPresent(sort ->
            to.addObject().put("AttributeName", sort.name()).put("KeyType", KeyType.RANGE.name()));
  }

  static AwsError invalid(String problem) {
    return AwsError.validation("One or more parameter values were invalid: " + problem);
  }

  private static Element element(Input element) {
    KeyType type =
        element.oneOf("KeyType", KeyType.class).orElseThrow(() -> element.absent("KeyType"));
    return new Element(name(element), type);
  }

  private static String name(Input of) {
    String name = of.requiredString("AttributeName");
    if (name.isEmpty()) {
      throw of.refused("AttributeName", name, "Member must have length greater than or equal to 1");
    }
    if (name.length() > MAX_NAME) {
      throw of.refused(
          "AttributeName", name, "Member must have length less than or equal to " + MAX_NAME);
    }
    return name;
  }

  private static void requireType(Element element, KeyType wanted, String place) {
    if (element.type() != wanted) {
      throw AwsError.validation(
          "Invalid KeySchema: The " + place + " KeySchemaElement is not a " + wanted + " key type");
    }
  }
}
