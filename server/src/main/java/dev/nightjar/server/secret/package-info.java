/** Secrets: kept encrypted, never answered, never logged. */
package dev.nightjar.server.secret;
