/** The proof that a mirror equals its table: by simulation, and under fire. */
package dev.nightjar.proving;
