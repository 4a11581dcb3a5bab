/** What both sources produce: one change of one item, as offsets into the bytes that AWS sent. */
package dev.nightjar.dynamodb.change;
