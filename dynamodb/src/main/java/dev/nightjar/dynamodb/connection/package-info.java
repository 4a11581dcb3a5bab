/**
 * The way into AWS: credentials, the role to assume, endpoints, and the ports for one role in one
 * region.
 */
package dev.nightjar.dynamodb.connection;
