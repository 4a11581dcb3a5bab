/** What a token allows, without I/O. */
package dev.nightjar.server.rights;
