package dev.nightjar.mirror.ledger;

import dev.nightjar.dynamodb.stream.ShardId;

/**
 * What a batch has of one shard: changes that follow each other.
 *
 * @param shard the shard
 * @param first sequence number of the first of them
 * @param last sequence number of the last
 * @param changes how many, those withheld included
 * @param quarantined how many of them have a row in the quarantine table
 */
public record ShardRange(
    ShardId shard, String first, String last, long changes, long quarantined) {}
