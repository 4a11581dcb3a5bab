package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** The same with one index more, and these key attributes. */
  TableDefinition withIndex(SecondaryIndex index, Map<String, AttributeType> all) {
    List<SecondaryIndex> more = new ArrayList<>(indexes);
    more.add(index);
    return with(more, all);
  }

  /** The same without an index, and without the attributes that only it used. */
  TableDefinition withoutIndex(String name) {
    return with(indexes.stream().filter(index -> !index.name().equals(name)).toList(), attributes);
  }

  /** The same with another index of that name. */
  TableDefinition withChanged(SecondaryIndex changed) {
    return with(
        indexes.stream()
            .map(index -> index.name().equals(changed.name()) ? changed : index)
            .toList(),
        attributes);
  }

  private TableDefinition with(List<SecondaryIndex> others, Map<String, AttributeType> all) {
    Map<String, AttributeType> used = new LinkedHashMap<>(all);
    used.keySet()
        .removeIf(name ->
            !keys.contains(name)
                && others.stream().noneMatch(index -> index.keys().contains(name)));
    return new TableDefinition(arn, keys, used, List.copyOf(others), settings);
  }
}
