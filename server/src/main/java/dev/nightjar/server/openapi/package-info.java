/** Describes endpoints in OpenAPI, without I/O. */
package dev.nightjar.server.openapi;
