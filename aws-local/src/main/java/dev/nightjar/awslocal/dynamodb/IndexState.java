package dev.nightjar.awslocal.dynamodb;

/**
 * A secondary index as it is now.
 *
 * @param status {@code CREATING} or {@code ACTIVE}
 * @param sizeBytes of what it has of its items
 */
public record IndexState(String status, long itemCount, long sizeBytes) {}
