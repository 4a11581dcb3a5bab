/** Placeholder. */
package dev.nightjar.project;
