/**
 * The server: workspaces, deployments, secrets, tokens and the query API over HTTP, in the shapes
 * that Tinybird's clients speak.
 *
 * <p>{@link dev.nightjar.server.NightjarServer} puts the parts together; each package below holds
 * one of them.
 */
package dev.nightjar.server;
