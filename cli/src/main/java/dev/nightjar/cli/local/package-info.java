/** The server of this machine, in the background. */
package dev.nightjar.cli.local;
