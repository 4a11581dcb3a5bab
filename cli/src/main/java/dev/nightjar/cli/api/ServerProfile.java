package dev.nightjar.cli.api;

import java.net.URI;
import java.util.Optional;

/**
 * A server that is known.
 *
 * @param base scheme, host and port
 * @param token empty where it is to be asked for, which only a server of this machine answers
 */
public record ServerProfile(URI base, Optional<String> token) {}
