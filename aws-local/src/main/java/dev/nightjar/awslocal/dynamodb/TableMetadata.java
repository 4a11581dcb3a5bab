package dev.nightjar.awslocal.dynamodb;

import java.time.Instant;
import java.util.Optional;

/**
 * A table without its items.
 *
 * @param arn {@code arn:aws:dynamodb:REGION:ACCOUNT:table/NAME}
 * @param tableId a UUID, another one for a table that is made again under the same name
 * @param creation when CreateTable was called
 * @param status {@code CREATING}, {@code ACTIVE}, {@code UPDATING} or {@code DELETING}
 * @param itemCount items in the table now (AWS counts every six hours)
 * @param sizeBytes the sum of the items' sizes by DynamoDB's rules for the size of an item
 * @param latestStreamArn the newest stream, enabled or not
 * @param earliestSnapshot the oldest instant that {@link Tables#snapshot} can answer for
 */
public record TableMetadata(
    String arn,
    String name,
    String account,
    String region,
    String tableId,
    Instant creation,
    String status,
    long itemCount,
    long sizeBytes,
    Optional<String> latestStreamArn,
    Instant earliestSnapshot) {}
