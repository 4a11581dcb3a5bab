package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.export.DataFile;

/**
 * A data file of an export, and how far it is loaded.
 *
 * @param ordinal its place in the manifest, from 0
 * @param file the file
 * @param linesDone lines whose batch is in
 * @param bytesDone bytes of their rows
 * @param quarantined changes among them that went to quarantine
 * @param corruptReads how often it was not what the manifest says
 * @param loaded whether all of it is in
 */
public record StoredFile(
    int ordinal,
    DataFile file,
    long linesDone,
    long bytesDone,
    long quarantined,
    int corruptReads,
    boolean loaded) {}
