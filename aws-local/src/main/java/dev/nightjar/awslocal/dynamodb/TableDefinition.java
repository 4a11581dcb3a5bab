package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What CreateTable asks for.
 *
 * @param attributes the types of all key attributes, in the order of AttributeDefinitions
 * @param settings what UpdateTable can change
 */
public record TableDefinition(
    TableArn arn,
    KeySchema keys,
    Map<String, AttributeType> attributes,
    List<SecondaryIndex> indexes,
    TableSettings settings) {

  /** The index of that name. */
  public Optional<SecondaryIndex> index(String name) {
    return indexes.stream().filter(index -> index.name().equals(name)).findFirst();
  }
}
