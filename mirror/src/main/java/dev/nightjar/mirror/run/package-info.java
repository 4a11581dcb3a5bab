/** Mirrors at work: one run of a mirror from its start, or a restart, to its stop. */
package dev.nightjar.mirror.run;
