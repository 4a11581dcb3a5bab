package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import java.time.Instant;

/**
 * What never changes about a stream.
 *
 * @param arn {@code <table's ARN>/stream/<label>}
 * @param label when the stream was requested, to the millisecond
 * @param requested the same as an instant (CreationRequestDateTime)
 * @param keys the table's key schema
 */
public record StreamIdentity(
    String arn,
    String label,
    String tableName,
    String account,
    String region,
    Instant requested,
    KeySchema keys,
    ViewType view) {}
