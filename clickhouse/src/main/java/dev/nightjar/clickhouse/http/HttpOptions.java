package dev.nightjar.clickhouse.http;

import java.nio.file.Path;

/**
 * How the interface answers.
 *
 * @param spoolDirectory where answers that are held back go when they are large
 * @param mostSpooled how many bytes of an answer are held back at most
 */
public record HttpOptions(Path spoolDirectory, long mostSpooled) {}
