/**
 * Connecting a DynamoDB table: what is asked, what the server says of the table, and the files that
 * come of it.
 */
package dev.nightjar.cli.connect;
