/**
 * Keeps everybody but one mirror of one server from writing into a table, and notices when the
 * state database and ClickHouse are not of the same day. What is agreed stands in the table's
 * comment.
 */
package dev.nightjar.mirror.fence;
