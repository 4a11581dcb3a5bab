/**
 * A table of flights whose every image can be computed again, the writing to it, and comparisons of
 * what a mirror shows with what was written. The comparisons share no code with the mirror.
 */
package dev.nightjar.proving.flights;
