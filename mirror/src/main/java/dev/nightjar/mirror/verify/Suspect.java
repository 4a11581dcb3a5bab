package dev.nightjar.mirror.verify;

import java.util.OptionalInt;

/**
 * A key whose item and row were not the same when they were first compared.
 *
 * @param id a hash of the key
 * @param segment where its item was seen; empty where there was a row alone
 */
record Suspect(String id, OptionalInt segment) {}
