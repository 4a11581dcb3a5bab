/** What is done in the background: stored, bounded in number, cancelled on demand. */
package dev.nightjar.server.job;
