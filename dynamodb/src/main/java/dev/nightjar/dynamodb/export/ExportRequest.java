package dev.nightjar.dynamodb.export;

import java.util.Optional;

/**
 * What to ask ExportTableToPointInTime for: a full export in DynamoDB JSON, as of the time at which
 * AWS takes the request ({@code ExportTime} is never sent: no clock but AWS's counts).
 *
 * @param tableArn the table
 * @param bucket the bucket's name alone
 * @param bucketOwner the account that owns the bucket, needed where it is another than the table's
 * @param prefix before {@code AWSDynamoDB/} in every key; empty for none
 * @param clientToken makes the request repeatable for 8 hours: the same token, the same export. To
 *     be stored before the request is sent
 */
public record ExportRequest(
    String tableArn,
    String bucket,
    Optional<String> bucketOwner,
    Optional<String> prefix,
    String clientToken) {}
