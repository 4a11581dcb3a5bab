/** Tokens: who calls, and for which workspace. */
package dev.nightjar.server.token;
