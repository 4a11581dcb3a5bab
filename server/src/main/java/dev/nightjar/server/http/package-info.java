/**
 * The thin shell around Helidon: routes, requests, answers, and the rules that hold for each of
 * them.
 */
package dev.nightjar.server.http;
