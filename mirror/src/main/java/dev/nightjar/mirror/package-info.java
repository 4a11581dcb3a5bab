/** Placeholder. */
package dev.nightjar.mirror;
