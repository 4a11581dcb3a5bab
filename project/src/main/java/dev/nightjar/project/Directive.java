package dev.nightjar.project;

/**
 * A directive that is valid in its file and has no field of its own in the model (Kafka, S3, GCS
 * …), kept so that whoever deploys it can say what is not supported.
 *
 * @param name in capitals
 * @param value without the quotes around it; several lines if it was a block
 */
public record Directive(String name, String value, Position position) {}
