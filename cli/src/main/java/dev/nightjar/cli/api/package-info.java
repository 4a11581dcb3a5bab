/** The server's HTTP interface as a client sees it: finding a server, asking it, its refusals. */
package dev.nightjar.cli.api;
