/**
 * The command line: {@code nightjar COMMAND}. Every command but {@code server}, {@code aws-local}
 * and {@code demo} is a client of a server's HTTP interface.
 */
package dev.nightjar.cli;
