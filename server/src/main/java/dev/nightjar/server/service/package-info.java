/** What the server remembers of its own work, for queries to read: operations, jobs, requests. */
package dev.nightjar.server.service;
