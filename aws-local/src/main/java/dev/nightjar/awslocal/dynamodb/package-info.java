/** DynamoDB's tables: their state, their history for exports, and the rules that hold for them. */
package dev.nightjar.awslocal.dynamodb;
