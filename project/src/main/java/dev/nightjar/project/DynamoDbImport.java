package dev.nightjar.project;

/**
 * The three IMPORT directives that make a data source the mirror of a DynamoDB table.
 *
 * @param connectionName the connection's name
 * @param tableArn the table's ARN; a literal one has been checked and {@link TableArn#parse} reads
 *     it
 * @param exportBucket the bucket for exports; a literal one is the bare name, without {@code s3://}
 *     and without a slash. One that comes out of a secret goes through {@link ExportBucket#parse}
 *     first.
 */
public record DynamoDbImport(String connectionName, Value tableArn, Value exportBucket) {}
