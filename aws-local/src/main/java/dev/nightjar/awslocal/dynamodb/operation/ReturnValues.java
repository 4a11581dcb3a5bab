package dev.nightjar.awslocal.dynamodb.operation;

/** What a write answers with of its item. */
enum ReturnValues {
  NONE,
  ALL_OLD,
  UPDATED_OLD,
  ALL_NEW,
  UPDATED_NEW
}
