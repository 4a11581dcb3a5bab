/** A table's description, and whether it can be mirrored. */
package dev.nightjar.dynamodb.table;
