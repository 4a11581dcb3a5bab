/** DynamoDB's operations, one class each, and what they share. */
package dev.nightjar.awslocal.dynamodb.operation;
