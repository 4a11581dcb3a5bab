/** Questions to a person at a terminal, or to a script that answers in a person's place. */
package dev.nightjar.cli.prompt;
