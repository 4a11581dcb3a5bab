package dev.nightjar.awslocal.dynamodb.operation;

/** What a Query or Scan answers with of its items. */
enum Select {
  ALL_ATTRIBUTES,
  ALL_PROJECTED_ATTRIBUTES,
  SPECIFIC_ATTRIBUTES,
  COUNT
}
