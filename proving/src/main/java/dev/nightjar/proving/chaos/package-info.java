/**
 * The real thing under fire: a server as a process of its own between a stand-in for AWS and a
 * ClickHouse, killed, cut off and hindered again and again, and compared with the table at the end.
 */
package dev.nightjar.proving.chaos;
