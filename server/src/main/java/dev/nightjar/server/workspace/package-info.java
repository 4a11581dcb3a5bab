/** Workspaces: a name, an id, and a ClickHouse database of their own. */
package dev.nightjar.server.workspace;
