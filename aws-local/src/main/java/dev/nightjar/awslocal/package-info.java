/**
 * A small, faithful stand-in for AWS on one port: DynamoDB, DynamoDB Streams, exports to S3, S3,
 * STS and a little of IAM. For the demo and the tests; it can be made to fail on command.
 */
package dev.nightjar.awslocal;
