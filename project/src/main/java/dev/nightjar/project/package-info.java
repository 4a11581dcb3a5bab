/**
 * A project's datafiles: {@code .datasource}, {@code .pipe} and {@code .connection}, in both of
 * Tinybird's dialects.
 *
 * <p>{@code ProjectParser} turns texts into a {@code dev.nightjar.project.Project} and says
 * everything that is wrong with them at once; {@code dev.nightjar.project.DatafileWriter} turns the
 * model into canonical text; {@code dev.nightjar.project.Fingerprint} tells whether a resource
 * changed in meaning; {@code dev.nightjar.project.Dependencies} orders a deployment. Nothing here
 * reads a file, opens a connection or throws because of what a person wrote.
 */
package dev.nightjar.project;
