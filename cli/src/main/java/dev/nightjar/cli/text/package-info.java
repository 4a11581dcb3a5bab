/** What is printed: tables, CSV, sizes and durations for people. */
package dev.nightjar.cli.text;
