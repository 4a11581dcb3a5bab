/**
 * Builds and deployments: files come in, are checked as a whole, and become tables, views and
 * mirrors, or nothing changes.
 */
package dev.nightjar.server.deploy;
