/** A table's stream: its shards, their lineage, and pages of their records. */
package dev.nightjar.dynamodb.stream;
