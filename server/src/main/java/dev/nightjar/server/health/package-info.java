/** Whether the server is alive and can do its work. */
package dev.nightjar.server.health;
