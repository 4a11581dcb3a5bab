package dev.nightjar.cli.demo;

import dev.nightjar.clickhouse.remote.RemoteOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a demo is to do.
 *
 * @param items how many items the table is filled with
 * @param changesPerSecond how many effective changes a second are written
 * @param changes after how many changes the writing ends; never where it is empty
 * @param exit whether to compare and end then
 * @param dataDir where everything is kept
 * @param project where the project is written; below the data directory where it is empty
 * @param port the server's port; 0 for any free one
 * @param awsPort the local AWS's port; 0 for any free one
 * @param clickHouse the ClickHouse to mirror into; empty: the embedded one
 * @param seed decides what is written
 */
record DemoOptions(
    int items,
    double changesPerSecond,
    OptionalLong changes,
    boolean exit,
    Path dataDir,
    Optional<Path> project,
    int port,
    int awsPort,
    Optional<RemoteOptions> clickHouse,
    long seed) {}
