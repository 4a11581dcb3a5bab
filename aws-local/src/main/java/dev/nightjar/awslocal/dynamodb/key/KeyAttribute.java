package dev.nightjar.awslocal.dynamodb.key;

import dev.nightjar.awslocal.dynamodb.item.AttributeType;

/**
 * An attribute of a key.
 *
 * @param type S, N or B
 */
public record KeyAttribute(String name, AttributeType type) {}
