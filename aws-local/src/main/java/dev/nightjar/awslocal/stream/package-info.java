/** DynamoDB Streams: shards that roll and split, their records, and the service's operations. */
package dev.nightjar.awslocal.stream;
