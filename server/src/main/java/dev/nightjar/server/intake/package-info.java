/**
 * Data that comes from outside DynamoDB: events, files, addresses. Rows become texts of columns
 * here; what the texts are worth, ClickHouse's own conversions decide.
 */
package dev.nightjar.server.intake;
