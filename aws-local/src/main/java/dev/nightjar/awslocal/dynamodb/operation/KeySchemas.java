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

  private KeySchemas() {}

  private enum KeyType {
    HASH,
    RANGE
  }

  private enum ScalarType {
    S,
    N,
    B
  }

  static Map<String, AttributeType> readDefinitions(Input input) {
    Map<String, AttributeType> types = new LinkedHashMap<>();
    for (Input definition :
        input
            .objects("AttributeDefinitions")
            .orElseThrow(() -> Input.missing("AttributeDefinitions"))) {
      ScalarType type =
          definition
              .oneOf("AttributeType", ScalarType.class)
              .orElseThrow(() -> Input.missing("attributeDefinitions.1.member.attributeType"));
      if (types.put(definition.requiredString("AttributeName"), AttributeType.valueOf(type.name()))
          != null) {
        throw invalid("Duplicate AttributeName in AttributeDefinitions");
      }
    }
    return types;
  }

  static KeySchema read(Input input, Map<String, AttributeType> types) {
    List<Input> elements = input.objects("KeySchema").orElseThrow(() -> Input.missing("KeySchema"));
    if (elements.isEmpty() || elements.size() > 2) {
      throw Input.constraint(
          "KeySchema",
          elements.toString(),
          "Member must have length less than or equal to 2 and at least 1");
    }
    KeyAttribute partition = read(elements.getFirst(), KeyType.HASH, types);
    Optional<KeyAttribute> sort =
        elements.size() == 2
            ? Optional.of(read(elements.getLast(), KeyType.RANGE, types))
            : Optional.empty();
    if (sort.isPresent() && sort.get().name().equals(partition.name())) {
      throw invalid(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
    return new KeySchema(partition, sort);
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

  private static KeyAttribute read(
      Input element, KeyType wanted, Map<String, AttributeType> types) {
    KeyType type =
        element
            .oneOf("KeyType", KeyType.class)
            .orElseThrow(() -> Input.missing("keySchema.keyType"));
    if (type != wanted) {
      throw AwsError.validation(
          "Invalid KeySchema: The "
              + (wanted == KeyType.HASH ? "first" : "second")
              + " KeySchemaElement is not a "
              + wanted
              + " key type");
    }
    String name = element.requiredString("AttributeName");
    AttributeType attributeType = types.get(name);
    if (attributeType == null) {
      throw invalid(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: ["
              + name
              + "], AttributeDefinitions: "
              + types.keySet());
    }
    return new KeyAttribute(name, attributeType);
  }
}
