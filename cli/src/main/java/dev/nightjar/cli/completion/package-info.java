/** Completion scripts for shells. */
package dev.nightjar.cli.completion;
