package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import java.util.List;

/**
 * A secondary index.
 *
 * @param global whether it has a partition key of its own choice
 * @param projectionType ALL, KEYS_ONLY or INCLUDE
 * @param nonKeyAttributes those that INCLUDE adds
 * @param throughput of a global index of a provisioned table
 */
public record SecondaryIndex(
    String name,
    KeySchema keys,
    boolean global,
    String projectionType,
    List<String> nonKeyAttributes,
    Throughput throughput) {}
