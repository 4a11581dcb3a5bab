/** SQL that comes from outside: checked as hostile, then run read-only. */
package dev.nightjar.server.query;
