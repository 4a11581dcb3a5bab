/** Placeholder. */
package dev.nightjar.cli;
