/**
 * The mirror itself: one DynamoDB table kept in one ClickHouse table. {@link
 * dev.nightjar.mirror.Mirrors} is the door.
 */
package dev.nightjar.mirror;
