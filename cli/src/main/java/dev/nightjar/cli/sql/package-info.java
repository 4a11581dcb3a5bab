/** SQL that a person types or keeps in files: its statements, and a prompt for them. */
package dev.nightjar.cli.sql;
