/**
 * Whole-run measurements: a local AWS and a server, each in a process of its own, driven as a user
 * would.
 */
package dev.nightjar.benchmarks;
