/** Placeholder. */
package dev.nightjar.server;
