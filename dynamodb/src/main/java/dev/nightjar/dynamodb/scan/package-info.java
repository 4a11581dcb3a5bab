/** Reading a table's items as they are now, by Scan. */
package dev.nightjar.dynamodb.scan;
