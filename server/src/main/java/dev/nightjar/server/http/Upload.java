package dev.nightjar.server.http;

import java.io.InputStream;
import java.util.Optional;

/**
 * One file that comes with a request: the body itself, or the first file of a multipart body.
 *
 * @param fileName as it was sent; for its ending only, it is no path
 * @param content the bytes as they come, to be read once
 */
public record Upload(Optional<String> fileName, InputStream content) {}
