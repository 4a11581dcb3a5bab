/**
 * A project's datafiles: {@code .datasource}, {@code .pipe} and {@code .connection}, in both of
 * Tinybird's dialects.
 *
 * <p>{@link dev.nightjar.project.ProjectParser} turns texts into a {@link
 * dev.nightjar.project.Project} and says everything that is wrong with them at once; {@link
 * dev.nightjar.project.DatafileWriter} turns the model into canonical text; {@link
 * dev.nightjar.project.Fingerprint} tells whether a resource changed in meaning; {@link
 * dev.nightjar.project.Dependencies} orders a deployment. Nothing here reads a file, opens a
 * connection or throws because of what a person wrote.
 */
package dev.nightjar.project;
