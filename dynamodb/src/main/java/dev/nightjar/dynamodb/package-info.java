/**
 * Everything that Nightjar reads from Amazon DynamoDB: tables, streams and point-in-time exports,
 * as bytes.
 *
 * <p>What it hands on is a {@link dev.nightjar.dynamodb.change.Change}, whether it came out of a
 * stream or out of an export.
 */
package dev.nightjar.dynamodb;
