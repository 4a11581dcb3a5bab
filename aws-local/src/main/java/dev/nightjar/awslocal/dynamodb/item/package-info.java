/**
 * Items and attribute values: DynamoDB's types with their limits, their typed JSON, and the compact
 * form that tables keep.
 */
package dev.nightjar.awslocal.dynamodb.item;
