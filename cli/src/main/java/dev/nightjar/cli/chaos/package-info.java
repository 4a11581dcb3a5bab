/** {@code nightjar chaos}: starts the processes and speaks to the server as its client. */
package dev.nightjar.cli.chaos;
